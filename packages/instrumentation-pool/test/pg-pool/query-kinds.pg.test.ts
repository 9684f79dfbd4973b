import pg from "pg";
import Cursor from "pg-cursor";
import QueryStream from "pg-query-stream";
import t, { type Test } from "tap";
import { trackerOf } from "../attribution-contract.ts";
import { measure } from "../collect.ts";
import { needsDatabase, openPool, pause } from "../database.ts";
import { isWithin, now } from "../within.ts";

const collect = measure();

interface Held {
  readonly client: pg.PoolClient;
  /** Whether a query is in flight on it, as is reported. */
  readonly isQuerying: () => boolean;
  readonly lastQuery: () => string | null | undefined;
  /** Gives it back, and returns the seconds that its hold had a query in flight. */
  readonly release: () => Promise<number>;
}

async function holdOne(t: Test, options: pg.PoolConfig = {}): Promise<Held> {
  const { pool, name } = openPool(t, { max: 1, ...options });
  const client = await pool.connect();
  const holder = () => trackerOf(name).snapshot().holders[0];
  return {
    client,
    isQuerying: () => holder()?.parkedSeconds === null,
    lastQuery: () => holder()?.query,
    release: async () => {
      client.release();
      const seen = (await collect()).of(name);
      t.equal(seen.connections.used, 0);
      return seen.number("queryingSeconds");
    },
  };
}

t.test("a cursor queries while it is read, until it is closed", needsDatabase, async (t) => {
  const { client, isQuerying, lastQuery, release } = await holdOne(t);
  const from = now();
  const cursor = client.query(new Cursor("select n, pg_sleep(0.01) from generate_series(1, 20) n"));
  t.equal((await cursor.read(5)).length, 5);
  t.equal(isQuerying(), true, "between two reads the server keeps its portal");
  t.equal(lastQuery(), "SELECT generate_series");
  await cursor.close();
  const to = now();
  t.equal(isQuerying(), false);
  await pause(0.05);
  isWithin(t, await release(), 0.04, to - from, "querying");
});

t.test("a stream queries until its end, and until it is destroyed", needsDatabase, async (t) => {
  const { client, isQuerying, lastQuery, release } = await holdOne(t);
  const open = () =>
    client.query(
      new QueryStream("select n from generate_series(1, 1000) n", [], { batchSize: 10 }),
    );
  let rows = 0;
  for await (const row of open()) rows += row === undefined ? 0 : 1;
  t.equal(rows, 1000);
  t.equal(isQuerying(), false);
  t.equal(lastQuery(), "SELECT generate_series");
  for await (const row of open()) {
    t.ok(row);
    t.equal(isQuerying(), true);
    break;
  }
  await client.query("select 1");
  t.equal(isQuerying(), false);
  t.ok((await release()) > 0);
});

t.test(
  "queries of a pipeline are one stretch, as long as the longest",
  needsDatabase,
  async (t) => {
    const { client, isQuerying, release } = await holdOne(t, { pipeline: true });
    const from = now();
    const all = Promise.all([
      client.query("select pg_sleep(0.1)"),
      client.query("select pg_sleep(0.1)"),
      client.query({ name: "prepared", text: "select $1::int as n", values: [1] }),
    ]);
    await pause(0.15);
    t.equal(isQuerying(), true, "the second one runs");
    await all;
    const to = now();
    t.equal(isQuerying(), false);
    await pause(0.05);
    isWithin(t, await release(), 0.18, to - from, "querying");
  },
);

t.test("prepared, failed, called back and submitted queries all end", needsDatabase, async (t) => {
  const { client, isQuerying, release } = await holdOne(t);
  await client.query({ name: "p", text: "select $1::int", values: [1] });
  await client.query({ name: "p", text: "select $1::int", values: [2] });
  await client.query("select nonsense").catch(() => undefined);
  await new Promise<void>((resolve) => client.query("select 1", () => resolve()));
  await new Promise<void>((resolve) => {
    client.query(new pg.Query("select 1")).on("end", () => resolve());
  });
  await client.query("select 1; select 2");
  t.equal(isQuerying(), false);
  await pause(0.1);
  isWithin(t, await release(), 0, 0.5, "querying");
});

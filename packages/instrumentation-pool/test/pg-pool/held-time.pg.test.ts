import pg from "pg";
import t from "tap";
import { measure, type PoolValues } from "../collect.ts";
import { hold, killBackends, needsDatabase, openPool, pause } from "../database.ts";
import { isNear } from "../near.ts";

/** Seconds that `work` takes. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function heldAndQueried(values: PoolValues): { held: number; queried: number } {
  return { held: values.number("usedSeconds"), queried: values.number("queryingSeconds") };
}

t.test(
  "a hold of a 0.3 s query and 0.5 s idle gives these seconds as used, querying, use_time and route",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t);
    const client = await pool.connect();
    const queried = await timed(() => client.query("select pg_sleep(0.3)"));
    const idle = await timed(() => pause(0.5));
    client.release();
    const seen = (await collect()).of(name);
    t.ok(queried > 0.29 && idle > 0.49);
    isNear(t, seen.number("usedSeconds"), queried + idle, "used_seconds");
    isNear(t, seen.number("queryingSeconds"), queried, "querying_seconds");
    isNear(t, seen.number("routeSeconds", "none", "hold"), queried + idle, "route_seconds");
    const { count, sum } = seen.histogram("useTime");
    t.equal(count, 1);
    isNear(t, sum, queried + idle, "use_time");
  },
);

t.test(
  "a wait of 0.4 s in the queue is in wait_time and in pending_seconds",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t, { max: 1 });
    const [held] = await hold(pool, 1);
    const before = (await collect()).of(name);
    const waiting = pool.connect();
    const waited = await timed(() => pause(0.4));
    held?.release();
    (await waiting).release();
    const after = (await collect()).of(name);
    const grown = (metric: string, ...own: string[]) =>
      after.number(metric, ...own) - before.number(metric, ...own);
    const wait = after.histogram("waitTime").sum - before.histogram("waitTime").sum;
    t.ok(waited > 0.39);
    isNear(t, wait, waited, "wait_time");
    isNear(t, grown("pendingSeconds"), waited, "pending_seconds");
    isNear(t, grown("pressureSeconds", "waiting"), waited, "pressure_seconds waiting");
    isNear(t, grown("routeSeconds", "none", "wait"), waited, "route_seconds wait");
  },
);

t.test("a hold and a query still in progress count at collection", needsDatabase, async (t) => {
  const collect = measure();
  const { pool, name } = openPool(t, { max: 1 });
  const client = await pool.connect();
  const query = client.query("select pg_sleep(0.6)");
  const elapsed = await timed(() => pause(0.3));
  const during = (await collect()).of(name);
  isNear(t, during.number("usedSeconds"), elapsed, "used_seconds");
  isNear(t, during.number("queryingSeconds"), elapsed, "querying_seconds");
  isNear(t, during.number("oldestSeconds", "holder"), elapsed, "the oldest holder");
  isNear(t, during.number("oldestSeconds", "query"), elapsed, "the oldest query");
  isNear(t, during.number("pressureSeconds", "saturated"), elapsed, "saturated");
  t.equal(during.number("oldestSeconds", "parked"), 0);
  t.equal(during.histogram("useTime").count, 0);
  await query;
  const after = (await collect()).of(name);
  t.equal(after.number("oldestSeconds", "query"), 0);
  t.ok(after.number("oldestSeconds", "parked") < 0.1);
  client.release();
  t.equal((await collect()).of(name).number("oldestSeconds", "holder"), 0);
});

/** Ways to query for 0.2 s or more on a held connection; each ends with no query in flight. */
const QUERIES: Record<string, (client: pg.PoolClient) => Promise<unknown>> = {
  "queries in sequence": async (client) => {
    for (let i = 0; i < 4; i += 1) await client.query("select pg_sleep(0.05)");
  },
  "a query with parameters": (client) => client.query("select pg_sleep($1)", [0.2]),
  "a named statement": (client) =>
    client.query({ name: "nap", text: "select pg_sleep($1)", values: [0.2] }),
  "a statement of several queries": (client) =>
    client.query("select pg_sleep(0.1); select 1; select pg_sleep(0.1)"),
  "a query that fails": (client) =>
    client.query("select pg_sleep(0.2); select 1/0").catch(() => undefined),
  "a callback query": (client) =>
    new Promise((resolve) => {
      client.query("select pg_sleep(0.2)", resolve);
    }),
  "a Submittable": (client) =>
    new Promise((resolve) => {
      client.query(new pg.Query("select pg_sleep(0.2)")).on("end", resolve);
    }),
  "an empty query after a slow one": async (client) => {
    await client.query("select pg_sleep(0.2)");
    await client.query("");
  },
};

for (const [what, run] of Object.entries(QUERIES)) {
  t.test(
    `${what}: querying is its time, never more than used, and ends`,
    needsDatabase,
    async (t) => {
      const collect = measure();
      const { pool, name } = openPool(t);
      const client = await pool.connect();
      const took = await timed(() => run(client));
      const idle = await timed(() => pause(0.2));
      const parked = (await collect()).of(name);
      const { held, queried } = heldAndQueried(parked);
      isNear(t, queried, took, "querying_seconds");
      t.ok(queried > 0.19 && queried < held, `${queried} of ${held}`);
      t.equal(parked.number("oldestSeconds", "query"), 0);
      isNear(t, parked.number("oldestSeconds", "parked"), idle, "the longest parked");
      client.release();
      await pause(0.05);
      t.equal((await collect()).of(name).number("queryingSeconds"), queried);
    },
  );
}

/** Ways to lose a connection in the middle of a query. */
const LOSSES: Record<string, (client: pg.PoolClient, name: string) => unknown> = {
  "ends the backend": (_client, name) => killBackends(name),
  "cuts the socket": (client) => client.connection.stream.destroy(),
};

for (const [what, lose] of Object.entries(LOSSES)) {
  t.test(`querying ends when something ${what} during a query`, needsDatabase, async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t);
    const client = await pool.connect();
    const lost = new Promise<void>((resolve) => {
      client.on("end", resolve).on("error", () => undefined);
    });
    // The backend of a cut socket notices it only when its query ends.
    t.teardown(() => killBackends(name));
    const query = t.rejects(client.query("select pg_sleep(60)"));
    await pause(0.1);
    await lose(client, name);
    await Promise.all([query, lost]);
    const first = (await collect()).of(name);
    await pause(0.1);
    const second = (await collect()).of(name);
    t.equal(second.number("queryingSeconds"), first.number("queryingSeconds"));
    t.ok(second.number("queryingSeconds") >= 0.09);
    t.equal(second.number("oldestSeconds", "query"), 0);
    t.ok(second.number("usedSeconds") > first.number("usedSeconds"), "it is still held");
    client.release(true);
    t.equal((await collect()).of(name).histogram("useTime").count, 1);
  });
}

t.test(
  "a connection handed on inside the release of a query's callback starts without a query",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t, { max: 1 });
    await pool.query("select 1");
    const before = (await collect()).of(name).number("queryingSeconds");
    const query = pool.query("select pg_sleep(0.2)");
    let next: pg.PoolClient | undefined;
    const queried = await timed(async () => {
      next = await pool.connect();
    });
    await query;
    const idle = await timed(() => pause(0.2));
    const seen = (await collect()).of(name);
    t.equal(seen.number("oldestSeconds", "query"), 0);
    isNear(t, seen.number("queryingSeconds") - before, queried, "querying_seconds");
    isNear(t, seen.number("oldestSeconds", "parked"), idle, "the longest parked");
    next?.release();
  },
);

t.test(
  "a query sent in the callback of one that failed prints no deprecation warning",
  needsDatabase,
  async (t) => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on("warning", onWarning);
    t.teardown(() => process.off("warning", onWarning));
    measure();
    const { pool } = openPool(t);
    const client = await pool.connect();
    await new Promise<void>((resolve) => {
      client.query("select 1/0", () => {
        client.query("rollback", () => resolve());
      });
    });
    await pause(0);
    client.release();
    t.same(warnings, []);
  },
);

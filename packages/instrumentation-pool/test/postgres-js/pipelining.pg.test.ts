import t from "tap";
import { needsDatabase, pause, until } from "../database.ts";
import { isWithin, now } from "../within.ts";
import { watchSql } from "./watch-sql.ts";

const NONE = { idle: 0, used: 0, connecting: 0, closing: 0 };

t.test(
  "queries that share one connection use one connection, and querying is the time that any of them runs",
  needsDatabase,
  async (t) => {
    const { sql, read } = watchSql(t, { max: 1 });
    await sql`select 1`;
    const before = await read();
    const start = now();
    const queries = Promise.all([1, 2, 3].map(() => sql`select pg_sleep(0.1)`));
    await pause(0.05);
    const during = await read();
    t.same(during.connections, { ...NONE, used: 1 });
    t.equal(during.number("pendingRequests"), 0, "each was sent");
    await queries;
    const took = now() - start;
    const seen = await read();
    t.same(seen.outcomes, { created: 1, idle: 3 });
    const grown = (metric: string) => seen.number(metric) - before.number(metric);
    isWithin(t, grown("usedSeconds"), 0.27, took, "used_seconds");
    isWithin(t, grown("queryingSeconds"), 0.27, took, "querying_seconds");
    const sum = seen.histogram("useTime").sum;
    t.ok(Math.abs(sum - seen.number("usedSeconds")) < 1e-6, "holds add up to the time used");
    t.equal(seen.histogram("useTime").count, 4);
    t.same(seen.connections, { ...NONE, idle: 1 });
  },
);

t.test(
  "a query waits while every connection is opened, or is full, and is queued",
  needsDatabase,
  async (t) => {
    const { sql, read } = watchSql(t, { max: 1, max_pipeline: 1 });
    const queries = [1, 2, 3].map(() => sql`select pg_sleep(0.1)`.execute());
    await until("two in the queue", async () => {
      const seen = await read();
      return seen.connections.used === 1 && seen.number("pendingRequests") === 2;
    });
    await Promise.all(queries);
    t.same((await read()).outcomes, { created: 1, queued: 2 });
    t.equal((await read()).histogram("waitTime").count, 3);
  },
);

t.test(
  "cursors, streams, forEach, files and describe are one request and one hold each",
  needsDatabase,
  async (t) => {
    const { sql, read } = watchSql(t, { max: 1 });
    let rows = 0;
    for await (const chunk of sql`select * from generate_series(1, 7)`.cursor(2))
      rows += chunk.length;
    await sql`select * from generate_series(1, ${3}::int)`.cursor(1, () => {
      rows += 1;
    });
    await sql`select 1`.forEach(() => {
      rows += 1;
    });
    const stream = await sql`copy (select 1) to stdout`.readable();
    for await (const part of stream) rows += (part as Buffer).length > 0 ? 1 : 0;
    await sql`select ${1}::int as one`.describe();
    const file = t.testdir({ "one.sql": "select 1 as one" });
    t.same([...(await sql.file(`${file}/one.sql`))], [{ one: 1 }]);
    t.equal(rows, 7 + 3 + 1 + 1);
    const seen = await read();
    // The next one waits when the server is not done with the one before.
    const { created, idle = 0, queued = 0 } = seen.outcomes;
    t.same([created, idle + queued], [1, 5]);
    t.equal(seen.histogram("useTime").count, 6);
    t.same(seen.connections, { ...NONE, idle: 1 });
    t.equal(seen.number("oldestSeconds", "query"), 0);
  },
);

t.test(
  "a cursor that is left early gives its connection back, and one that is open holds it",
  needsDatabase,
  async (t) => {
    const { sql, read } = watchSql(t, { max: 1 });
    for await (const chunk of sql`select * from generate_series(1, 100)`.cursor(2)) {
      t.equal(chunk.length, 2);
      t.same((await read()).connections, { ...NONE, used: 1 });
      break;
    }
    await sql`select 1`;
    const seen = await read();
    t.same(seen.connections, { ...NONE, idle: 1 });
    t.equal(seen.histogram("useTime").count, 2);
  },
);

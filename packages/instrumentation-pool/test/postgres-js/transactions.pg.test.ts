import t from "tap";
import { enableContext } from "../request-context.ts";
import { needsDatabase, pause, until } from "../database.ts";
import { isWithin, now } from "../within.ts";
import { watchSql } from "./watch-sql.ts";

const NONE = { idle: 0, used: 0, connecting: 0, closing: 0 };
// The server may sleep before we note the query, when the machine is busy: within 10 % of what it slept.
const AT_LEAST = 0.9;

enableContext();

t.test(
  "a transaction is one request and one hold from BEGIN to COMMIT, savepoints in savepoints included",
  needsDatabase,
  async (t) => {
    const { sql, read } = watchSql(t, { max: 2 });
    await sql.begin(async (tx) => {
      await tx`select 1`;
      await tx.savepoint(async (inner) => {
        await inner`select ${2}::int`;
        await inner.savepoint("deep", async (deep) => {
          await deep`select 3`;
          t.same((await read()).connections, { ...NONE, used: 1 });
        });
        await t.rejects(
          inner.savepoint((failing) => failing`select 1/0`),
          { code: "22012" },
        );
      });
      t.same((await read()).outcomes, { created: 1 });
    });
    const seen = await read();
    t.same(seen.outcomes, { created: 1 });
    t.equal(seen.histogram("useTime").count, 1);
    t.same(seen.connections, { ...NONE, idle: 1 });
    t.equal(seen.number("openTransactions"), 0);
  },
);

t.test(
  "a transaction that waits between two queries is parked, and querying is the time of its queries",
  needsDatabase,
  async (t) => {
    const { sql, read } = watchSql(t, { max: 1 });
    await sql`select 1`;
    const start = now();
    let parked = 0;
    await sql.begin(async (tx) => {
      await tx`select pg_sleep(0.2)`;
      const from = now();
      await pause(0.3);
      const during = await read();
      t.ok(during.number("oldestSeconds", "parked") > 0.2);
      t.equal(during.number("oldestSeconds", "query"), 0);
      parked = now() - from;
    });
    const took = now() - start;
    const seen = await read();
    isWithin(t, seen.number("usedSeconds"), 0.5 * AT_LEAST, took + 0.1, "used_seconds");
    isWithin(
      t,
      seen.number("queryingSeconds"),
      0.2 * AT_LEAST,
      took - parked + 0.1,
      "querying_seconds",
    );
    t.same(seen.outcomes, { created: 1, idle: 1 });
  },
);

t.test("BEGIN as the first query of a connection holds it", needsDatabase, async (t) => {
  const { sql, read } = watchSql(t, { max: 1 });
  const waiting = sql.begin(async (tx) => {
    await pause(0.05);
    const during = await read();
    t.same(during.connections, { ...NONE, used: 1 });
    t.ok(during.number("oldestSeconds", "parked") > 0.03);
    await tx`select 1`;
  });
  await until("the query behind it", async () => {
    const rows = sql`select 1`.execute();
    await waiting;
    return rows;
  });
  t.same((await read()).outcomes, { created: 1, queued: 1 });
});

t.test(
  "a transaction that rolls back gives its connection back, with the library's own error",
  needsDatabase,
  async (t) => {
    const { sql, read } = watchSql(t, { max: 1 });
    await t.rejects(
      sql.begin(async (tx) => {
        await tx`select 1`;
        throw new Error("no more");
      }),
      { message: "no more" },
    );
    const seen = await read();
    t.same(seen.connections, { ...NONE, idle: 1 });
    t.same(seen.outcomes, { created: 1 });
    t.equal(seen.number("openTransactions"), 0);
  },
);

t.test(
  "a query outside of a transaction by the code that is in one is a nested acquire",
  needsDatabase,
  async (t) => {
    const { sql, read } = watchSql(t, { max: 2 });
    await sql.begin(async (tx) => {
      await tx`select 1`;
      await sql`select 2`;
    });
    t.equal((await read()).number("nestedAcquires"), 1);
    const reserved = await sql.reserve();
    await reserved`select 1`;
    await sql`select 2`;
    t.equal((await read()).number("nestedAcquires"), 2);
    reserved.release();
    await sql`select 3`;
    t.equal((await read()).number("nestedAcquires"), 2, "it was given back");
  },
);

t.test(
  "a reserved connection is held until release, and each of its queries is no request",
  needsDatabase,
  async (t) => {
    const { sql, read } = watchSql(t, { max: 1 });
    await sql`select 1`;
    const reserved = await sql.reserve();
    t.same((await read()).outcomes, { created: 1, idle: 1 });
    await Promise.all([reserved`select 1`, reserved`select ${2}::int`, reserved`select 3`]);
    const during = await read();
    t.same(during.connections, { ...NONE, used: 1 });
    t.equal(during.number("requestsStarted"), 2);
    reserved.release();
    t.same((await read()).connections, { ...NONE, idle: 1 });
    t.equal((await read()).histogram("useTime").count, 2);
  },
);

t.test("a reserved connection that listens is no leak suspect", needsDatabase, async (t) => {
  const { sql, read } = watchSql(t, { max: 1 });
  const reserved = await sql.reserve();
  await reserved`listen news`;
  await pause(0.05);
  t.equal((await read()).number("oldestSeconds", "parked"), 0);
  reserved.release();
});

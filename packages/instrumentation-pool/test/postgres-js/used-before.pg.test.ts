import t from "tap";
import { measure } from "../collect.ts";
import { needsDatabase, pause, until } from "../database.ts";
import { isWithin, now } from "../within.ts";
import { openSql } from "./postgres-driver.ts";

const NONE = { idle: 0, used: 0, connecting: 0, closing: 0 };
// The server may sleep before we note the query, when the machine is busy: within 10 % of what it slept.
const AT_LEAST = 0.9;

t.test(
  "a pool used before us is measured from its next query on, its reserved connections and its queue included",
  needsDatabase,
  async (t) => {
    const { sql, name } = openSql({ max: 3 });
    t.teardown(() => sql.end({ timeout: 1 }));
    const [heldBefore, otherBefore, idleBefore] = await Promise.all(
      [1, 2, 3].map(() => sql.reserve()),
    );
    const waitingBefore = sql.reserve();
    await pause(0.05);
    const collect = measure();
    const read = async () => (await collect()).of(name);
    t.notOk((await collect()).poolNames.includes(name));

    const waiting = sql`select 1`.execute();
    await until("the pool is known", async () => (await collect()).poolNames.includes(name));
    const first = await read();
    t.same(first.connections, { ...NONE, used: 3 }, "connections from before are there");
    t.equal(first.number("pendingRequests"), 2, "requests from before wait too");
    t.equal(first.number("requestsStarted"), 1);
    t.equal(first.number("limit"), 3);
    t.equal(first.number("usedSeconds"), 0, "holds from before are not known");

    idleBefore?.release();
    const granted = await waitingBefore;
    t.equal((await read()).number("pendingRequests"), 1);
    otherBefore?.release();
    await waiting;
    const second = await read();
    t.same(second.connections, { ...NONE, used: 2, idle: 1 });
    t.same(second.outcomes, { queued: 1 });
    t.equal(second.unaccounted, 0);
    t.equal(second.histogram("useTime").count, 1, "holds from before give no use_time");

    const start = now();
    const before = second.number("queryingSeconds");
    await sql`select pg_sleep(0.2)`;
    const queried = (await read()).number("queryingSeconds") - before;
    isWithin(t, queried, 0.2 * AT_LEAST, now() - start, "querying on an old connection");
    heldBefore?.release();
    granted.release();
    const last = await read();
    t.equal(last.histogram("useTime").count, 2);
    t.same(last.connections, { ...NONE, idle: 3 });
    t.equal(last.number("oldestSeconds", "holder"), 0);
    t.same(last.outcomes, { queued: 1, idle: 1 });
  },
);

t.test("a second instrumentation in the process counts nothing twice", needsDatabase, async (t) => {
  measure();
  const collect = measure();
  const { sql, name } = openSql();
  t.teardown(() => sql.end());
  await sql`select 1`;
  const seen = (await collect()).of(name);
  t.same(seen.outcomes, { created: 1 });
  t.equal(seen.histogram("useTime").count, 1);
  t.equal(seen.histogram("createTime").count, 1);
});

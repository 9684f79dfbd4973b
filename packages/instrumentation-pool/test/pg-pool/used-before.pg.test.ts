import t from "tap";
import { measure } from "../collect.ts";
import { hold, needsDatabase, openPool, pause } from "../database.ts";
import { isWithin, now } from "../within.ts";

const NONE = { idle: 0, used: 0, connecting: 0, closing: 0 };

t.test(
  "a pool used before the instrumentation is there is measured from its next call on",
  needsDatabase,
  async (t) => {
    const { pool, name } = openPool(t, { max: 3 });
    const [heldBefore, otherBefore, idleBefore] = await hold(pool, 3);
    const waitingBefore = pool.connect();
    const collect = measure();
    const read = async () => (await collect()).of(name);
    t.notOk((await collect()).poolNames.includes(name));

    const waiting = pool.connect();
    const first = await read();
    t.same(first.connections, { ...NONE, used: 3 }, "connections from before are there");
    t.equal(first.number("pendingRequests"), 2, "requests from before wait too");
    t.equal(first.number("requestsStarted"), 1);
    t.equal(first.number("usedSeconds"), 0, "holds from before are not known");

    idleBefore?.release();
    const granted = await waitingBefore;
    otherBefore?.release();
    const client = await waiting;
    const second = await read();
    t.same(second.connections, { ...NONE, used: 3 });
    t.same(second.outcomes, { queued: 1 });
    t.equal(second.unaccounted, 0);
    t.equal(second.histogram("useTime").count, 0, "holds from before give no use_time");

    const before = second.number("queryingSeconds");
    const start = now();
    await client.query("select pg_sleep(0.2)");
    const took = now() - start;
    const third = await read();
    const queried = third.number("queryingSeconds") - before;
    isWithin(t, queried, 0.18, took, "querying on an old connection");

    heldBefore?.release();
    granted.release();
    t.equal((await read()).histogram("useTime").count, 0);
    client.release();
    const last = await read();
    t.equal(last.histogram("useTime").count, 1);
    t.same(last.connections, { ...NONE, idle: 3 });
    t.equal(last.number("oldestSeconds", "holder"), 0);
    for (const metric of ["usedSeconds", "queryingSeconds", "pendingSeconds"])
      t.ok(last.number(metric) >= 0, metric);
    await pause(0.02);
    t.equal((await read()).number("usedSeconds"), last.number("usedSeconds"));

    const ended = pool.end();
    t.same((await read()).connections, { ...NONE, closing: 3 }, "old connections close in sight");
    await ended;
  },
);

t.test("a second instrumentation in the process counts nothing twice", needsDatabase, async (t) => {
  measure();
  const collect = measure();
  const { pool, name } = openPool(t);
  await pool.query("select 1");
  const seen = (await collect()).of(name);
  t.same(seen.outcomes, { created: 1 });
  t.equal(seen.histogram("useTime").count, 1);
  t.equal(seen.histogram("createTime").count, 1);
});

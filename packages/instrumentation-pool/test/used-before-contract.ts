import t from "tap";
import { measure } from "./collect.ts";
import { needsDatabase, pause, until } from "./database.ts";
import { acquireAll } from "./measured-pool.ts";
import type { PoolDriver } from "./pool-driver.ts";
import { isWithin, now } from "./within.ts";

const NONE = { idle: 0, used: 0, connecting: 0, closing: 0 };
// The server may sleep before we note the query, when the machine is busy: within 10 % of what it slept.
const AT_LEAST = 0.9;

/** For a pool that was used before the instrumentation is there: to be run first in a process. */
export function usedBeforeContract(driver: PoolDriver): void {
  t.test(
    `${driver.library}: a pool used before us is measured from its next call on`,
    needsDatabase,
    async (t) => {
      const pool = driver.open(t, { max: 3 });
      const { name } = pool;
      const [heldBefore, otherBefore, idleBefore] = await acquireAll(pool, 3);
      const waitingBefore = pool.acquire();
      await pause(0.05);
      const collect = measure();
      const read = async () => (await collect()).of(name);
      t.notOk((await collect()).poolNames.includes(name));
      const waiting = pool.acquire();
      await until("the pool is known", async () => (await collect()).poolNames.includes(name));
      const first = await read();
      t.same(first.connections, { ...NONE, used: 3 }, "connections from before are there");
      t.equal(first.number("pendingRequests"), 2, "requests from before wait too");
      t.equal(first.number("requestsStarted"), 1);
      t.equal(first.number("usedSeconds"), 0, "holds from before are not known");
      idleBefore?.release();
      const granted = await waitingBefore;
      otherBefore?.release();
      const lease = await waiting;
      const second = await read();
      t.same(second.connections, { ...NONE, used: 3 });
      t.same(second.outcomes, { queued: 1 });
      t.equal(second.unaccounted, 0);
      t.equal(second.histogram("useTime").count, 0, "holds from before give no use_time");
      const start = now();
      await lease.query("select pg_sleep(0.2)");
      const took = now() - start;
      const queried = (await read()).number("queryingSeconds");
      isWithin(t, queried, 0.2 * AT_LEAST, took, "querying on an old connection");
      heldBefore?.release();
      granted.release();
      lease.release();
      const last = await read();
      t.equal(last.histogram("useTime").count, 1);
      t.same(last.connections, { ...NONE, idle: 3 });
      t.equal(last.number("oldestSeconds", "holder"), 0);
    },
  );
}

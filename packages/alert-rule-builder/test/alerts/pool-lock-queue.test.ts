import t from "tap";
import { poolLockQueue } from "../../src/alerts/pool-lock-queue.ts";
import { firstFirings } from "../promtool.ts";
import { during, HEALTHY, verdict } from "../scenarios.ts";
import { testVerdict } from "../verdict-alert.ts";

testVerdict(t, poolLockQueue, "lock_wait", {
  description:
    "Pool money of money (prod) makes requests wait because the queries on it wait for a lock in the database.",
  evidence:
    "Instances that say so of themselves: 100%. Oldest query: 1s. Used: 5.45 of 10; queue: 350.0; oldest waiter: 5s; a query is in flight in 90% of the held time; route that holds most connections: /reports/:id (5.45).",
  do_first:
    "Find who holds the lock: select pid, pg_blocking_pids(pid), left(query, 80) from pg_stat_activity where wait_event_type = 'Lock'. End the first blocker with pg_cancel_backend, or pg_terminate_backend when it is idle in transaction.",
});

t.test("locks are named before the slow queries that they make", (t) => {
  const demand = during(100, Infinity, 300, 60);
  const signals = [verdict("lock_wait", 110), verdict("slow_query", 110)];
  const pages = firstFirings({ pools: [{ ...HEALTHY, demand, signals }], seconds: 180 });
  t.same(Object.keys(pages), ["PlimsollPoolLockQueue"]);
  t.end();
});

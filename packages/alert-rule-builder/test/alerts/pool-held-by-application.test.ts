import t from "tap";
import { poolHeldByApplication } from "../../src/alerts/pool-held-by-application.ts";
import { firstFirings } from "../promtool.ts";
import { HEALTHY, HISTORY_SECONDS, ramp } from "../scenarios.ts";
import { testVerdict } from "../verdict-alert.ts";

testVerdict(t, poolHeldByApplication, "held_idle", {
  description:
    "Pool money of money (prod) holds each connection for 50ms on average (no baseline yet), most of it without a query, and requests wait for one.",
  evidence:
    "Used: 5.45 of 10; queue: 350.0; oldest waiter: 5s; a query is in flight in 90% of the held time; route that holds most connections: /reports/:id (5.45). Oldest parked connection: 0s. Demand: no baseline yet.",
  do_first:
    "Look at what route /reports/:id does while it holds a connection: a call to another service, a lock, a file. Switch it off or give it a short timeout.",
});

const every15 = { scrapeSeconds: 15, evaluationSeconds: 15 };
// 100/s fill the pool of 10 at holds of 0.1 s: after 150 s.
const held = (queryShare: number, slower = 0.15) => ({
  ...HEALTHY,
  demand: () => 100,
  hold: ramp(0.05, slower, HISTORY_SECONDS, 300),
  queryShare: (t: number) => (t < HISTORY_SECONDS ? 0.9 : queryShare),
});
const rare = (perSecond: number) => ({
  ...held(0.3),
  limit: 1,
  demand: () => perSecond,
  hold: (t: number) => (t < HISTORY_SECONDS ? 1 : 9),
});
const names = (pool: typeof HEALTHY) =>
  Object.keys(firstFirings({ pools: [pool], seconds: HISTORY_SECONDS + 300, ...every15 }));

t.test("holds that grow and have a query in flight in under 60 % of their time are named", (t) => {
  t.same(names(held(0.55)), ["PlimsollPoolHeldByApplication"]);
  t.same(names(held(0.65)), ["PlimsollPoolSlowQueries"]);
  t.end();
});

t.test("holds that grow within what the pool can serve page nobody", (t) => {
  t.same(names({ ...held(0.3), demand: () => 20 }), []);
  t.end();
});

t.test("few grants are an anecdote: with two in 12 s no cause is named from them", (t) => {
  t.same(names(rare(0.15)), ["PlimsollPoolPressure"]);
  t.end();
});

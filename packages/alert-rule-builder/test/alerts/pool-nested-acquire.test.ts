import { POOL_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { poolNestedAcquire } from "../../src/alerts/pool-nested-acquire.ts";
import { firstFirings } from "../promtool.ts";
import { counter, during, HEALTHY, verdict } from "../scenarios.ts";
import { PRESSED_AT, testVerdict } from "../verdict-alert.ts";

testVerdict(t, poolNestedAcquire, "nested_acquire", {
  description:
    "Pool money of money (prod) is asked for a connection by code that already holds one of it, unknown times per second. When all connections are held by such code, no request is served again.",
  evidence:
    "Used: 5.45 of 10; queue: 350.0; oldest waiter: 5s; a query is in flight in 90% of the held time; route that holds most connections: /reports/:id (5.45). Demand: no baseline yet; hold: no baseline yet.",
  do_first:
    "Restart the service's instances one by one: that frees the connections. Then let route /reports/:id pass its client on instead of calling the pool again.",
});

const nested = (perSecond: number) => counter(POOL_METRICS.nestedAcquires, {}, perSecond);
const busy = { ...HEALTHY, demand: during(100, Infinity, 300, 60) };
const leaked = (t: number) => (t < 105 ? 0 : 10);
const pages = (pool: typeof HEALTHY) => firstFirings({ pools: [pool], seconds: 180 });

t.test("nested acquires in a pool that runs out page before they block it", (t) => {
  t.same(pages({ ...busy, signals: [nested(0.2)] }), { PlimsollPoolNestedAcquire: PRESSED_AT });
  t.end();
});

t.test("nested acquires in a pool with room page nobody", (t) => {
  t.same(pages({ ...HEALTHY, signals: [nested(5)] }), {});
  t.end();
});

t.test("one nested acquire in 12 s is an odd request and names nothing", (t) => {
  t.same(Object.keys(pages({ ...busy, signals: [nested(1 / 12)] })), ["PlimsollPoolPressure"]);
  t.end();
});

t.test("holders that wait for their own pool are not called a leak", (t) => {
  const blocked = { ...HEALTHY, hold: (t: number) => (t < 100 ? 0.05 : Infinity) };
  const signals = [verdict("nested_acquire", 105)];
  const names = Object.keys(
    firstFirings({ pools: [{ ...blocked, leaked, signals }], seconds: 130 }),
  );
  t.same(names, ["PlimsollPoolNestedAcquire"]);
  t.end();
});

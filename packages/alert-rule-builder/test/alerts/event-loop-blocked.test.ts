import t from "tap";
import { eventLoopBlocked } from "../../src/alerts/event-loop-blocked.ts";
import { firstFirings } from "../promtool.ts";
import { during, HEALTHY, verdict } from "../scenarios.ts";
import { testVerdict } from "../verdict-alert.ts";

testVerdict(t, eventLoopBlocked, "event_loop", {
  description:
    "Pool money of money (prod) makes requests wait although its connections are not the bottleneck: the event loop of the process is blocked.",
  evidence:
    "Instances that say so of themselves: 100%. Used: 5.45 of 10; queue: 350.0; oldest waiter: 5s; a query is in flight in 90% of the held time; route that holds most connections: /reports/:id (5.45). Demand: no baseline yet; hold: no baseline yet.",
  do_first:
    "Take a CPU profile of one affected instance; the route that answers slowest computes, which need not be the one that holds most connections. To win time, roll back the last deploy or add instances: here, and only here, that helps.",
});

t.test("a blocked loop is named before what it makes look slow", (t) => {
  const demand = during(100, Infinity, 300, 60);
  const signals = [verdict("event_loop", 110), verdict("slow_query", 110), verdict("demand", 110)];
  const pages = firstFirings({ pools: [{ ...HEALTHY, demand, signals }], seconds: 180 });
  t.same(Object.keys(pages), ["PlimsollEventLoopBlocked"]);
  t.end();
});

import t from "tap";
import { poolParked } from "../../src/alerts/pool-parked.ts";
import { assertPage, firstFirings, TICKET_GROUPS } from "../promtool.ts";
import { HEALTHY } from "../scenarios.ts";
import type { ScrapedPool } from "../scrape.ts";

const LOST = 60;
const rarely = { seconds: 660, scrapeSeconds: 15, evaluationSeconds: 15, groups: TICKET_GROUPS };
const parked = (until = Infinity, count = 1): ScrapedPool => ({
  ...HEALTHY,
  leaked: (t) => (t >= LOST && t < until ? count : 0),
  leakRoute: "/export",
});
const fires = (pool: ScrapedPool) => firstFirings({ pools: [pool], ...rarely });

t.test("one connection that nobody gives back is a ticket after 5 min and no page", (t) => {
  t.same(fires(parked()), { PlimsollPoolParked: LOST + 30 + 300 });
  t.end();
});

t.test("a connection that is parked for four minutes is none", (t) => {
  t.same(fires(parked(LOST + 240)), {});
  t.end();
});

t.test("a leak that pages is no ticket as well", (t) => {
  t.same(Object.keys(fires(parked(Infinity, 3))), ["PlimsollPoolLeak"]);
  t.end();
});

t.test("a nightly batch on a quiet route or pool is neither ticket nor page", (t) => {
  const batch = { pools: [parked(Infinity, 3)], ...rarely };
  t.same(firstFirings({ ...batch, thresholds: { quietRoutes: ["/export"] } }), {});
  t.same(firstFirings({ ...batch, thresholds: { quietPools: ["money"] } }), {});
  const other = { quietRoutes: ["/reports"], quietPools: ["reports"] };
  t.same(Object.keys(firstFirings({ ...batch, thresholds: other })), ["PlimsollPoolLeak"]);
  t.end();
});

t.test("the ticket names the route and the age", (t) => {
  const run = { pools: [{ ...parked(), environment: "prod" }], ...rarely };
  const text = {
    description:
      "Pool money of money (prod) has 1 connections that are held without a query, the oldest for 30s.",
    evidence:
      "Route with most of them: /export (1). Used: 4 of 10; queue: 0.0; oldest waiter: 0s; a query is in flight in 67.5% of the held time; route that holds most connections: /reports/:id (3).",
    do_first:
      "Find the path of route /export that does not release, or does something long while it holds. If it is meant to, put the route on the list of quiet routes.",
  };
  t.doesNotThrow(() => assertPage(run, poolParked, LOST + 330, text));
  t.doesNotThrow(() => assertPage(run, poolParked, LOST + 315));
  t.end();
});

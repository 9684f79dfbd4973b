import { POOL_PAGES } from "@plimsoll/catalog";
import { binary, chain, type Expression } from "../promql.ts";
import { recorded } from "../recorded.ts";
import { sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { namedBefore } from "./blame.ts";
import { demandGrewMost, isPressedBecauseOf, unlessFiring } from "./condition.ts";
import { growthOf, THE_POOL, topRoute, topRouteWithValue, valueOf } from "./annotation-text.ts";

/** Requests wait, or soon will, because more of them come; holds have grown less than that, if at all. */
export const poolTrafficSurge: AlertDefinition = {
  ...POOL_PAGES.demand,
  expression: surges,
  lead: {
    persistsSeconds: (thresholds) => thresholds.sustainedSeconds,
    example:
      "demand grows from half of what the pool can serve to a quarter more than that within ten minutes: the forecast holds 165 s before the pool is full",
    harmAfterSeconds: 165,
  },
  description: `${THE_POOL} is asked for ${valueOf("demand", "humanize")} connections per second (${growthOf("demandGrowth")}), and runs out or is forecast to within 5 minutes.`,
  evidence: `Hold: ${growthOf("holdGrowth")}, less than the demand grew. Used: ${valueOf("used", "humanize")} of ${valueOf("limit", "humanize")}; queue: ${valueOf("queue", "humanize")}; mean wait: ${valueOf("wait", "humanizeDuration")}. Route that holds most connections: ${topRouteWithValue("routeConnections", 'kind="hold"')}.`,
  doFirst: `Find out whether the traffic is wanted (campaign, retries, crawler) and shed or limit what is not, first on route ${topRoute("routeConnections", 'kind="hold"')}. Then give the pool more room, within the database's connection budget.`,
};

function surges(thresholds: Thresholds): Expression {
  const hasGrown = chain(
    "and",
    binary(recorded("demandGrowth"), ">", thresholds.demandGrowth),
    chain(
      "or",
      binary(recorded("holdGrowth"), "<", thresholds.holdGrowth),
      demandGrewMost(thresholds),
    ),
    sustained("pressure", thresholds.sustainedSeconds),
  );
  const isSaid = isPressedBecauseOf("demand", thresholds);
  return unlessFiring(binary(hasGrown, "or", isSaid), [
    ...namedBefore("PlimsollPoolTrafficSurge"),
    "PlimsollPoolStalled",
  ]);
}

import { POOL_PAGES } from "@plimsoll/catalog";
import { binary, type Expression } from "../promql.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { demandGrewMost, holdsHaveGrown, isPressedBecauseOf, unlessFiring } from "./condition.ts";
import { namedBefore } from "./blame.ts";
import {
  FACTOR,
  growthOf,
  THE_POOL,
  topRoute,
  topRouteWithValue,
  valueOf,
} from "./annotation-text.ts";

/** Requests wait because each connection is held for longer than usual, with a query in flight. */
export const poolSlowQueries: AlertDefinition = {
  ...POOL_PAGES.slow_query,
  expression: isSlow,
  lead: {
    persistsSeconds: (thresholds) => thresholds.sustainedSeconds,
    example:
      "holds in a pool at half use triple within five minutes: the forecast holds at 155 s, the first acquire times out (5 s) at 203 s",
    harmAfterSeconds: 48,
  },
  description: `${THE_POOL} holds each connection for ${valueOf("hold", "humanizeDuration")} on average (${growthOf("holdGrowth")}), and requests wait for one.`,
  evidence: `A query is in flight in ${valueOf("queryShare", "humanizePercentage")} of the held time, so the database is slow, not the app. Route that holds most connections: ${topRouteWithValue("routeConnections", 'kind="hold"')}. Oldest query: ${valueOf("oldest", "humanizeDuration", 'of="query"')}. Demand over its baseline: ${valueOf("demandGrowth", FACTOR)}. Used: ${valueOf("used", "humanize")} of ${valueOf("limit", "humanize")}; queue: ${valueOf("queue", "humanize")}.`,
  doFirst: `Look at pg_stat_activity for the oldest active queries and what they wait for; cancel the worst with pg_cancel_backend. Look at what changed for route ${topRoute("routeConnections", 'kind="hold"')}.`,
};

// The rules' own numbers need a baseline; the process's verdict does not.
function isSlow(thresholds: Thresholds): Expression {
  const isSaid = isPressedBecauseOf("slow_query", thresholds);
  // In a total stall the mean hold grows without any query being slow; whichever of the two is named first keeps the page.
  const grewMost = binary(holdsHaveGrown(">=", thresholds), "unless", demandGrewMost(thresholds));
  return unlessFiring(binary(grewMost, "or", isSaid), [
    ...namedBefore("PlimsollPoolSlowQueries"),
    "PlimsollPoolStalled",
  ]);
}

import type { Expression } from "../promql.ts";
import { sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { namedBefore } from "./blame.ts";
import { unlessFiring } from "./condition.ts";
import { THE_POOL, topRouteWithValue, valueOf } from "./annotation-text.ts";

/**
 * Requests wait and next to nothing is granted. It reads only what is sampled at collection and what is counted at the grant;
 * rates and histograms of finished work are silent when nothing finishes.
 */
export const poolStalled: AlertDefinition = {
  name: "PlimsollPoolStalled",
  severity: "page",
  role: "cause",
  cause: "stalled",
  summary: "A connection pool stands still: requests wait and none is granted",
  expression: isStalled,
  lead: {
    persistsSeconds: (thresholds) => thresholds.stalledSeconds,
    example:
      "nothing is granted from one moment on: harm begins at once, the acquire timeout (5 s) makes it errors",
    harmAfterSeconds: 5,
  },
  description: `${THE_POOL} grants next to nothing while requests wait; the oldest has waited for ${valueOf("oldest", "humanizeDuration", 'of="waiter"')}. Users see hanging requests or errors.`,
  evidence: `Mean queue: ${valueOf("queue", "humanize")}; started: ${valueOf("demand", "humanize")}/s; granted: ${valueOf("granted", "humanize")}/s (1 min means); used: ${valueOf("used", "humanize")} of ${valueOf("limit", "humanize")}. A query is in flight in ${valueOf("queryShare", "humanizePercentage")} of the held time: near 100% the database does not answer, near 0% the app holds the connections; with nothing used, none can be opened. Route that holds most connections: ${topRouteWithValue("routeConnections", 'kind="hold"')}.`,
  doFirst:
    "Ask the database directly (psql, select 1). If it does not answer, it or the network is down: follow that. If it does, look at pg_stat_activity: locks and idle transactions of this service. If all its connections are idle there, restart the app's instances one by one.",
  doNot:
    "Do not scale out: new instances queue at the same place. Do not restart the database because the app hangs: first see whether it answers.",
};

function isStalled(thresholds: Thresholds): Expression {
  const stalled = sustained("stalled", thresholds.stalledSeconds);
  // A finished leak looks like a stall: the leak is the cause.
  return unlessFiring(stalled, namedBefore("PlimsollPoolStalled"));
}

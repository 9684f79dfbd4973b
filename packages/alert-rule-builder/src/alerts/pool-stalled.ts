import { describeStall, POOL_PAGES } from "@plimsoll/catalog";
import type { Expression } from "../promql.ts";
import { sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { namedBefore } from "./blame.ts";
import { unlessFiring } from "./condition.ts";
import { THE_POOL, topRouteWithValue, valueOf } from "./annotation-text.ts";

/**
 * Requests wait and next to nothing is granted. It reads only what is sampled at collection and what is counted at the grant;
 * rates and histograms of finished work are silent when nothing finishes. A process may post the same alert itself (docs/fast-path.md): what both
 * say stands in the catalogue.
 */
export const poolStalled: AlertDefinition = {
  ...POOL_PAGES.stalled,
  expression: isStalled,
  lead: {
    persistsSeconds: (thresholds) => thresholds.stalledSeconds,
    example:
      "nothing is granted from one moment on: harm begins at once, the acquire timeout (5 s) makes it errors",
    harmAfterSeconds: 5,
  },
  description: describeStall(THE_POOL, valueOf("oldest", "humanizeDuration", 'of="waiter"')),
  evidence: `Mean queue: ${valueOf("queue", "humanize")}; started: ${valueOf("demand", "humanize")}/s; granted: ${valueOf("granted", "humanize")}/s (1 min means); used: ${valueOf("used", "humanize")} of ${valueOf("limit", "humanize")}. A query is in flight in ${valueOf("queryShare", "humanizePercentage")} of the held time: near 100% the database does not answer, near 0% the app holds the connections; with nothing used, none can be opened. Route that holds most connections: ${topRouteWithValue("routeConnections", 'kind="hold"')}.`,
};

function isStalled(thresholds: Thresholds): Expression {
  const stalled = sustained("stalled", thresholds.stalledSeconds);
  // A finished leak looks like a stall: the leak is the cause.
  return unlessFiring(stalled, namedBefore(POOL_PAGES.stalled.name));
}

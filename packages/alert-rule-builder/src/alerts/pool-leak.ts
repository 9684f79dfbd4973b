import { binary, type Expression } from "../promql.ts";
import { recorded } from "../recorded.ts";
import { sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import {
  growthOf,
  ownValue,
  THE_POOL,
  topRoute,
  topRouteWithValue,
  valueOf,
} from "./annotation-text.ts";

/**
 * Connections are acquired and never released. A suspect has already been parked for the process's leak threshold (30 s), so
 * that is the persistence; waiting longer would only spend the lead.
 */
export const poolLeak: AlertDefinition = {
  name: "PlimsollPoolLeak",
  severity: "page",
  role: "cause",
  cause: "leak",
  summary: "A connection pool leaks: connections are acquired and never released",
  expression: leaks,
  lead: {
    persistsSeconds: () => 0,
    example:
      "a pool of 10 loses one connection a minute: the second is a suspect 90 s after the first was lost, the last is lost after 540 s",
    harmAfterSeconds: 450,
  },
  description: `${THE_POOL} has lost ${ownValue("humanizePercentage")} of an instance's connections to requests that never released them. When all are lost, every request waits until it fails.`,
  evidence: `Leak suspects (held without a query for longer than the leak threshold): ${valueOf("suspectsMax", "humanize")} on the worst instance; the pool's limit is ${valueOf("limit", "humanize")} over all instances. Route with most suspects: ${topRouteWithValue("suspectsByRoute")}. Demand: ${growthOf("demandGrowth")}. Queries run in ${valueOf("queryShare", "humanizePercentage")} of the held time.`,
  doFirst: `Restart this service's instances one by one: that returns the leaked connections. Then roll back or fix route ${topRoute("suspectsByRoute")}, which leaves a path without a release.`,
  doNot:
    "Do not scale out: new instances leak too and take more connections from the database. Do not restart the database: the connections are lost in the app.",
};

function leaks(thresholds: Thresholds): Expression {
  const share = recorded("suspectsRatioMax");
  const many = binary(recorded("suspectsMax"), ">=", thresholds.leakSuspects);
  const pressed = sustained("pressure", thresholds.sustainedSeconds);
  return binary(
    binary(binary(share, ">", thresholds.leakRatio), "and", many),
    "or",
    binary(binary(share, ">=", thresholds.leakRatioUnderPressure), "and", pressed),
  );
}

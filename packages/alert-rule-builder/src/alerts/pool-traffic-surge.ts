import { binary, chain, type Expression } from "../promql.ts";
import { recorded } from "../recorded.ts";
import { sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";
import { type AlertDefinition, unlessFiring } from "./alert.ts";
import {
  FACTOR,
  ownValue,
  THE_POOL,
  topRoute,
  topRouteWithValue,
  valueOf,
} from "./annotation-text.ts";

/** Requests wait, or soon will, because more of them come; each holds its connection no longer than usual. */
export const poolTrafficSurge: AlertDefinition = {
  name: "PlimsollPoolTrafficSurge",
  severity: "page",
  role: "cause",
  cause: "demand",
  summary: "A connection pool runs out because demand has grown",
  expression: surges,
  description: `${THE_POOL} is asked for ${valueOf("demand", "humanize")} connections per second, ${ownValue(FACTOR)} times its baseline, and runs out or is forecast to within 5 minutes.`,
  evidence: `Holds have not grown (${valueOf("holdGrowth", FACTOR)} times their baseline), so the database keeps up. Used: ${valueOf("used", "humanize")} of ${valueOf("limit", "humanize")}; queue: ${valueOf("queue", "humanize")}; mean wait: ${valueOf("wait", "humanizeDuration")}. Route that holds most connections: ${topRouteWithValue("routeConnections", 'kind="hold"')}.`,
  doFirst: `Find out whether the traffic is wanted (campaign, retries, crawler) and shed or limit what is not, first on route ${topRoute("routeConnections", 'kind="hold"')}. Then give the pool more room, within the database's connection budget.`,
  doNot:
    "Do not scale out past the connection budget: instances times pool limit must stay below max_connections. Do not restart anything: the demand is still there afterwards.",
};

function surges(thresholds: Thresholds): Expression {
  const surge = chain(
    "and",
    binary(recorded("demandGrowth"), ">", thresholds.demandGrowth),
    binary(recorded("holdGrowth"), "<", thresholds.holdGrowth),
    sustained("pressure", thresholds.sustainedSeconds),
  );
  return unlessFiring(surge, "PlimsollPoolLeak", "PlimsollPoolSlowQueries", "PlimsollPoolStalled");
}

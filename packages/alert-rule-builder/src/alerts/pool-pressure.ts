import { binary, differs, equals, type Expression, selector } from "../promql.ts";
import { POOL_LABELS } from "../pool-labels.ts";
import { sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { growthOf, THE_POOL, topRouteWithValue, valueOf } from "./annotation-text.ts";

/** Requests wait, or soon will, and no cause is named. A page is never withheld for lack of a name. */
export const poolPressure: AlertDefinition = {
  name: "PlimsollPoolPressure",
  severity: "page",
  role: "cause",
  cause: "unknown",
  summary: "A connection pool runs out; the cause is not known",
  expression: isUnderPressure,
  description: `${THE_POOL} makes requests wait, or is forecast to run out within 5 minutes. Mean wait: ${valueOf("wait", "humanizeDuration")}; oldest waiter: ${valueOf("oldest", "humanizeDuration", 'of="waiter"')}.`,
  evidence: `Used: ${valueOf("used", "humanize")} of ${valueOf("limit", "humanize")}; queue: ${valueOf("queue", "humanize")}; somebody waits in ${valueOf("waitingShare", "humanizePercentage")} of the time; timeouts: ${valueOf("timeouts", "humanize")}/s. Demand: ${growthOf("demandGrowth")}; hold: ${growthOf("holdGrowth")}. A query is in flight in ${valueOf("queryShare", "humanizePercentage")} of the held time. Leak suspects: ${valueOf("suspectsMax", "humanize")}. Route that holds most connections: ${topRouteWithValue("routeConnections", 'kind="hold"')}.`,
  doFirst:
    "Open the dashboard and read demand, hold and query share against yesterday: whichever grew is the cause. Then follow that cause's runbook.",
  doNot:
    "Do not scale out before the cause is known: it helps only against demand. Do not restart the database: that loses the evidence.",
};

function isUnderPressure(thresholds: Thresholds): Expression {
  const pressed = sustained("pressure", thresholds.sustainedSeconds);
  // Without the matcher on `cause` it would suppress itself and flap.
  const named = selector(
    "ALERTS",
    equals("role", "cause"),
    differs("cause", "unknown"),
    equals("alertstate", "firing"),
  );
  return binary(pressed, "unless", named, POOL_LABELS);
}

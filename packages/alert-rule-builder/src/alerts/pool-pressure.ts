import type { Expression } from "../promql.ts";
import { sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { namedBefore } from "./blame.ts";
import { unlessFiring } from "./condition.ts";
import { growthOf, THE_POOL, topRouteWithValue, valueOf } from "./annotation-text.ts";

/** Requests wait, or soon will, and no cause is named. A page is never withheld for lack of a name. */
export const poolPressure: AlertDefinition = {
  name: "PlimsollPoolPressure",
  severity: "page",
  role: "cause",
  cause: "unknown",
  summary: "A connection pool runs out; the cause is not known",
  expression: isUnderPressure,
  lead: {
    persistsSeconds: (thresholds) => thresholds.sustainedSeconds,
    example:
      "a pool of 10 with an acquire timeout of 5 s gets half more than it can serve at once: its oldest waiter is late after 5 s, its first acquire times out after 10 s",
    harmAfterSeconds: 5,
  },
  description: `${THE_POOL} makes requests wait, or is forecast to run out within 5 minutes. Mean wait: ${valueOf("wait", "humanizeDuration")}; oldest waiter: ${valueOf("oldest", "humanizeDuration", 'of="waiter"')}.`,
  evidence: `Used: ${valueOf("used", "humanize")} of ${valueOf("limit", "humanize")}; queue: ${valueOf("queue", "humanize")}; somebody waits in ${valueOf("waitingShare", "humanizePercentage")} of the time; timeouts: ${valueOf("timeouts", "humanize")}/s. Demand: ${growthOf("demandGrowth")}; hold: ${growthOf("holdGrowth")}. A query is in flight in ${valueOf("queryShare", "humanizePercentage")} of the held time. Leak suspects: ${valueOf("suspectsMax", "humanize")}. Route that holds most connections: ${topRouteWithValue("routeConnections", 'kind="hold"')}.`,
  doFirst:
    "Open the dashboard and read demand, hold and query share against yesterday: whichever grew is the cause. Then follow that cause's runbook.",
  doNot:
    "Do not scale out before the cause is known: it helps only against demand. Do not restart the database: that loses the evidence.",
};

function isUnderPressure(thresholds: Thresholds): Expression {
  const pressed = sustained("pressure", thresholds.sustainedSeconds);
  return unlessFiring(pressed, namedBefore("PlimsollPoolPressure"));
}

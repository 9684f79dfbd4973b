import { binary, call, type Expression, over } from "../promql.ts";
import { recorded } from "../recorded.ts";
import { sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { GROWTH, LOAD, ownValue, THE_POOL } from "./annotation-text.ts";
import { namedBefore } from "./blame.ts";
import { unlessFiring } from "./condition.ts";

/** The use of the pool rises in a line that fills it, and no cause is named yet. Quiet when the rise is no line. */
export const poolExhaustionPredicted: AlertDefinition = {
  name: "PlimsollPoolExhaustionPredicted",
  severity: "page",
  role: "cause",
  cause: "forecast",
  summary: "A connection pool is forecast to run out within five minutes",
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.sustainedSeconds,
    example:
      "demand on a service without a baseline grows over ten minutes: the forecast holds 165 s before the pool is full",
    harmAfterSeconds: 165,
  },
  description: `${THE_POOL} will have no free connection in about ${ownValue("humanizeDuration")} if its use goes on rising as in the last two minutes.`,
  evidence: `${LOAD} ${GROWTH}`,
  doFirst: `Open the dashboard and see what rises: demand, holds, or connections that do not come back. Shed or limit what is not wanted before the pool is full.`,
  doNot:
    "Do not scale out before you know that demand is what rises: it helps against nothing else. Do not restart the database: it is not short of anything yet.",
};

function condition(thresholds: Thresholds): Expression {
  const saturation = recorded("saturation");
  const slope = call("deriv", over(saturation, thresholds.forecastShortWindowSeconds));
  const secondsLeft = binary(binary(1, "-", saturation), "/", binary(slope, ">", 0));
  const rises = binary(secondsLeft, "and", sustained("forecast", thresholds.sustainedSeconds));
  return unlessFiring(rises, namedBefore("PlimsollPoolExhaustionPredicted"));
}

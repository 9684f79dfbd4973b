import { binary, call, type Expression, over } from "../promql.ts";
import { recorded, type RecordedKey } from "../recorded.ts";
import { sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { GROWTH, LOAD, ownValue, THE_POOL, valueOf } from "./annotation-text.ts";
import { namedBefore } from "./blame.ts";
import { unlessFiring } from "./condition.ts";

/** The use of the pool, or what is held in its quietest moments, rises in a line that fills it, and no cause is named yet. Quiet when the rise is no line. */
export const poolExhaustionPredicted: AlertDefinition = {
  name: "PlimsollPoolExhaustionPredicted",
  severity: "page",
  role: "cause",
  cause: "forecast",
  summary: "A connection pool is forecast to run out within minutes",
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.sustainedSeconds,
    example:
      "demand on a service without a baseline grows over ten minutes: the forecast holds 165 s before the pool is full",
    harmAfterSeconds: 165,
  },
  description: `${THE_POOL} will have no free connection in about ${ownValue("humanizeDuration")} if its use goes on rising as it does now.`,
  evidence: `${LOAD} Lowest use in two minutes: ${valueOf("floor", "humanizePercentage")} of the limit. ${GROWTH}`,
  doFirst: `Open the dashboard and see what rises: demand, holds, or connections that do not come back. Shed or limit what is not wanted before the pool is full.`,
  doNot:
    "Do not scale out before you know that demand is what rises: it helps against nothing else. Do not restart the database: it is not short of anything yet.",
};

function condition(thresholds: Thresholds): Expression {
  const use = binary(
    secondsLeft("saturation", thresholds.forecastShortWindowSeconds),
    "and",
    sustained("forecast", thresholds.sustainedSeconds),
  );
  const floor = binary(
    secondsLeft("floor", thresholds.floorWindowSeconds),
    "and",
    sustained("floorForecast", thresholds.floorSustainedSeconds),
  );
  return unlessFiring(binary(use, "or", floor), namedBefore("PlimsollPoolExhaustionPredicted"));
}

/** Until the share under `key` is 1, if it rises as in the last `window` seconds; absent where it does not rise. */
function secondsLeft(key: RecordedKey, window: number): Expression {
  const share = recorded(key);
  const slope = call("deriv", over(share, window));
  return binary(binary(1, "-", share), "/", binary(slope, ">", 0));
}

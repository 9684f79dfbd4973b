import { binary, call, chain, type Expression, offset, over } from "../promql.ts";
import { recorded } from "../recorded.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { ownValue, THE_POOL, valueOf } from "./annotation-text.ts";

/** Connections that nobody uses are missing elsewhere in the budget. Judged on the peak of a week, not on the mean. */
export const poolTooLarge: AlertDefinition = {
  name: "PlimsollPoolTooLarge",
  severity: "ticket",
  role: "cause",
  cause: "oversized",
  summary: "A pool is far larger than it ever needed",
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.peakSeconds - 86_400,
    example: "a limit that was set by guess: nothing breaks, others may run out",
    harmAfterSeconds: null,
  },
  description: `${THE_POOL} never used more than ${ownValue("humanizePercentage")} of an instance's limit in the last week.`,
  evidence: `Limit: ${valueOf("limit", "humanize")} over ${valueOf("instances", "humanize")} instances.`,
  doFirst: `Lower the limit to twice the week's peak of one instance.`,
  doNot: "Do not lower it in an incident or before a known busy season.",
};

function condition(thresholds: Thresholds): Expression {
  const peak = recorded("peakRatio");
  const perInstance = binary(recorded("limit"), "/", recorded("instances"));
  return chain(
    "and",
    binary(call("max_over_time", over(peak, thresholds.peakSeconds)), "<", thresholds.peakRatio),
    binary(perInstance, ">", thresholds.peakMinimumLimit),
    offset(peak, thresholds.peakSeconds - 86_400),
  );
}

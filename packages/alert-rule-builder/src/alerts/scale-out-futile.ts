import { binary, call, chain, type Expression, offset, over } from "../promql.ts";
import { recorded } from "../recorded.ts";
import { sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { FACTOR, GROWTH, LOAD, ownValue, THE_POOL, valueOf } from "./annotation-text.ts";

/** The mistake of the post-mortem, said aloud while it is made. It stands beside the page of the cause and is never muted by it. */
export const scaleOutFutile: AlertDefinition = {
  name: "PlimsollScaleOutFutile",
  severity: "page",
  role: "cause",
  cause: "scale_out",
  summary: "More instances did not help: the pool is as short as before",
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.scaleOutSettleSeconds,
    example:
      "responders scale out in the middle of an outage: two minutes after the new instances are up it says that they do not help",
    harmAfterSeconds: null,
  },
  description: `${THE_POOL} now has ${valueOf("instances", "humanize")} instances, ${ownValue(FACTOR)} times as many as four minutes ago, but grants no more connections than before (${valueOf("granted", "humanize")}/s) and still makes requests wait.`,
  evidence: `${LOAD} ${GROWTH}`,
  doFirst: `Undo the scale-out: the new instances only take connections from the database. Then follow the page that names the cause, or read query share and holds on the dashboard.`,
  doNot:
    "Do not scale out further. Do not restart the database: look first at what its connections do.",
};

function condition(thresholds: Thresholds): Expression {
  const { scaleOutSettleSeconds: settle, scaleOutSeconds: ago } = thresholds;
  const instances = recorded("instances");
  const settled = call("min_over_time", over(instances, settle));
  const granted = recorded("granted");
  // All of it before the first of the new instances: else what they grant would be what they are compared with.
  const before = call("max_over_time", over(granted, settle, ago));
  return chain(
    "and",
    binary(binary(settled, "/", offset(instances, ago)), ">=", thresholds.scaleOutGrowth),
    binary(granted, "<=", binary(thresholds.scaleOutGain, "*", before)),
    sustained("pressure", settle),
  );
}

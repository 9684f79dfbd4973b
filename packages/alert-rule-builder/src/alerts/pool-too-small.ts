import { binary, call, chain, type Expression, offset, over } from "../promql.ts";
import { recorded } from "../recorded.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { GROWTH, LOAD, ownValue, THE_POOL, valueOf } from "./annotation-text.ts";

/** The threshold follows from the limit (Erlang C): 68 % of a pool of 10, 86 % of one of 50, because a small pool waits earlier. */
export const poolTooSmall: AlertDefinition = {
  name: "PlimsollPoolTooSmall",
  severity: "ticket",
  role: "cause",
  cause: "undersized",
  summary: "A pool is too small for its busiest hour",
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.sizeSeconds / 2,
    example:
      "a pool of 10 at 70 % of its limit in the busiest hour: a fifth of its acquires wait, an outage needs half more traffic",
    harmAfterSeconds: null,
  },
  description: `${THE_POOL} used ${ownValue("humanizePercentage")} of its limit in the busiest hour of the last day. From ${valueOf("safeUse", "humanizePercentage")} on, every fifth acquire waits.`,
  evidence: `Limit: ${valueOf("limit", "humanize")} over ${valueOf("instances", "humanize")} instances. ${LOAD} ${GROWTH}`,
  doFirst: `If holds have not grown, raise the limit within the connection budget until the use is below the load line. If they have, shorten them: that is cheaper.`,
  doNot:
    "Do not raise the limit past the budget: instances \u00d7 limit of all services must fit the server.",
};

function condition(thresholds: Thresholds): Expression {
  const saturation = recorded("saturation");
  const day = over(saturation, thresholds.sizeSeconds);
  const busiest = call("quantile_over_time", thresholds.sizeShare, day);
  return chain(
    "and",
    binary(busiest, ">", recorded("safeUse")),
    offset(saturation, thresholds.sizeSeconds / 2),
  );
}

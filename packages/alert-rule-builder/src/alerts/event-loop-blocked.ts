import type { Expression } from "../promql.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { GROWTH, LOAD, ownValue, THE_POOL } from "./annotation-text.ts";
import { namedBefore } from "./blame.ts";
import { isPressedBecauseOf, unlessFiring } from "./condition.ts";

/** The process is too busy to hand out connections and to read answers. Only it can tell this from a slow database. */
export const eventLoopBlocked: AlertDefinition = {
  name: "PlimsollEventLoopBlocked",
  severity: "page",
  role: "cause",
  cause: "event_loop",
  summary: "A connection pool looks short because the event loop of the app is blocked",
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.sustainedSeconds,
    example:
      "a route computes for seconds at a time: every request of the instance waits from then on",
    harmAfterSeconds: 0,
  },
  description: `${THE_POOL} makes requests wait although its connections are not the bottleneck: the event loop of the process is blocked.`,
  evidence: `Instances that say so of themselves: ${ownValue("humanizePercentage")}. ${LOAD} ${GROWTH}`,
  doFirst:
    "Take a CPU profile of one affected instance; the route that answers slowest computes, which need not be the one that holds most connections. To win time, roll back the last deploy or add instances: here, and only here, that helps.",
  doNot:
    "Do not raise the pool's limit: connections wait for the loop, not the loop for connections. Do not restart the database: it is healthy.",
};

function condition(thresholds: Thresholds): Expression {
  const said = isPressedBecauseOf("event_loop", thresholds);
  return unlessFiring(said, namedBefore("PlimsollEventLoopBlocked"));
}

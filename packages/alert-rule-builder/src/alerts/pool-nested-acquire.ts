import { binary, chain, type Expression } from "../promql.ts";
import { recorded } from "../recorded.ts";
import { sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { FACTOR, GROWTH, LOAD, THE_POOL, topRoute, valueOf } from "./annotation-text.ts";
import { namedBefore } from "./blame.ts";
import { isPressedBecauseOf, unlessFiring } from "./condition.ts";

/** Code acquires a connection while it holds one of the same pool. When as many as the limit do so at once, nobody is ever served. */
export const poolNestedAcquire: AlertDefinition = {
  name: "PlimsollPoolNestedAcquire",
  severity: "page",
  role: "cause",
  cause: "nested_acquire",
  summary: "A connection pool blocks itself: holders of a connection wait for a second one",
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.sustainedSeconds,
    example:
      "demand on a route with nested acquires grows over ten minutes: the forecast holds 165 s before the pool is full and blocks itself",
    harmAfterSeconds: 165,
  },
  description: `${THE_POOL} is asked for a connection by code that already holds one of it, ${valueOf("nested", FACTOR)} times per second. When all connections are held by such code, no request is served again.`,
  evidence: `${LOAD} ${GROWTH}`,
  doFirst: `Restart the service's instances one by one: that frees the connections. Then let route ${topRoute("routeConnections", 'kind="hold"')} pass its client on instead of calling the pool again.`,
  doNot:
    "Do not scale out: each instance has a pool of its own to block. Do not restart the database: it waits for the app.",
};

function condition(thresholds: Thresholds): Expression {
  const blocked = isPressedBecauseOf("nested_acquire", thresholds);
  // Before it happens: nested acquires go on, and the pool is full often enough for them to meet.
  const soon = chain(
    "and",
    binary(recorded("nested"), ">", thresholds.nestedRate),
    sustained("pressure", thresholds.sustainedSeconds),
  );
  return unlessFiring(binary(blocked, "or", soon), namedBefore("PlimsollPoolNestedAcquire"));
}

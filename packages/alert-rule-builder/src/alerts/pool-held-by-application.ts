import { POOL_PAGES } from "@plimsoll/catalog";
import { binary, type Expression } from "../promql.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { growthOf, LOAD, THE_POOL, topRoute, valueOf } from "./annotation-text.ts";
import { namedBefore } from "./blame.ts";
import { holdsHaveGrown, isPressedBecauseOf, unlessFiring } from "./condition.ts";

/** Holds have become longer, and what grew is the time without a query: an outside call inside a transaction, a slow computation. */
export const poolHeldByApplication: AlertDefinition = {
  ...POOL_PAGES.held_idle,
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.sustainedSeconds,
    example:
      "an outside call inside a transaction becomes slower over five minutes: as for slow queries",
    harmAfterSeconds: 48,
  },
  description: `${THE_POOL} holds each connection for ${valueOf("hold", "humanizeDuration")} on average (${growthOf("holdGrowth")}), most of it without a query, and requests wait for one.`,
  evidence: `${LOAD} Oldest parked connection: ${valueOf("oldest", "humanizeDuration", 'of="parked"')}. Demand: ${growthOf("demandGrowth")}.`,
  doFirst: `Look at what route ${topRoute("routeConnections", 'kind="hold"')} does while it holds a connection: a call to another service, a lock, a file. Switch it off or give it a short timeout.`,
};

function condition(thresholds: Thresholds): Expression {
  const isSaid = isPressedBecauseOf("held_idle", thresholds);
  return unlessFiring(binary(holdsHaveGrown("<", thresholds), "or", isSaid), [
    ...namedBefore("PlimsollPoolHeldByApplication"),
    "PlimsollPoolStalled",
  ]);
}

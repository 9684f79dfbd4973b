import { POOL_PAGES } from "@plimsoll/catalog";
import type { Expression } from "../promql.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { LOAD, ownValue, THE_POOL, valueOf } from "./annotation-text.ts";
import { namedBefore } from "./blame.ts";
import { isPressedBecauseOf, unlessFiring } from "./condition.ts";

/** The server says that half of the running queries wait for a lock. Needs the server probe; without it the page is PlimsollPoolSlowQueries. */
export const poolLockQueue: AlertDefinition = {
  ...POOL_PAGES.lock_wait,
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.stalledSeconds,
    example:
      "a migration takes a lock that every request needs: they wait from then on, the acquire timeout (5 s) makes it errors",
    harmAfterSeconds: 5,
  },
  description: `${THE_POOL} makes requests wait because the queries on it wait for a lock in the database.`,
  evidence: `Instances that say so of themselves: ${ownValue("humanizePercentage")}. Oldest query: ${valueOf("oldest", "humanizeDuration", 'of="query"')}. ${LOAD}`,
};

function condition(thresholds: Thresholds): Expression {
  const said = isPressedBecauseOf("lock_wait", thresholds);
  return unlessFiring(said, namedBefore("PlimsollPoolLockQueue"));
}

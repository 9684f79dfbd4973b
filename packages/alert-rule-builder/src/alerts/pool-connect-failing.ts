import { POOL_PAGES } from "@plimsoll/catalog";
import { binary, type Expression } from "../promql.ts";
import { sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { LOAD, THE_POOL, topConnectError } from "./annotation-text.ts";
import { namedBefore } from "./blame.ts";
import { isPressedBecauseOf, unlessFiring } from "./condition.ts";

/** Connects fail, or hang: the database is gone, unreachable, or refuses this user. A blip of seconds is over before it pages. */
export const poolConnectFailing: AlertDefinition = {
  ...POOL_PAGES.connect_failure,
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.stalledSeconds,
    example: "the database stops: requests fail from the first connect on",
    harmAfterSeconds: 0,
  },
  description: `${THE_POOL} cannot open connections to its database. Requests that find no open connection fail or hang.`,
  evidence: `Most common error: ${topConnectError()}. ${LOAD}`,
};

function condition(thresholds: Thresholds): Expression {
  const fails = sustained("connectFailing", thresholds.stalledSeconds);
  // A connect that hangs has not failed yet: only its process knows.
  const hangs = isPressedBecauseOf("connect_failure", thresholds);
  return unlessFiring(binary(fails, "or", hangs), namedBefore("PlimsollPoolConnectFailing"));
}

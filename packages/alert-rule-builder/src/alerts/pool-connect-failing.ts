import { binary, type Expression } from "../promql.ts";
import { sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { LOAD, THE_POOL, topConnectError } from "./annotation-text.ts";
import { namedBefore } from "./blame.ts";
import { isPressedBecauseOf, unlessFiring } from "./condition.ts";

/** Connects fail, or hang: the database is gone, unreachable, or refuses this user. A blip of seconds is over before it pages. */
export const poolConnectFailing: AlertDefinition = {
  name: "PlimsollPoolConnectFailing",
  severity: "page",
  role: "cause",
  cause: "connect_failure",
  summary: "A connection pool cannot open connections",
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.stalledSeconds,
    example: "the database stops: requests fail from the first connect on",
    harmAfterSeconds: 0,
  },
  description: `${THE_POOL} cannot open connections to its database. Requests that find no open connection fail or hang.`,
  evidence: `Most common error: ${topConnectError()}. ${LOAD}`,
  doFirst: `Ask the database from an instance of the app (psql, select 1). Refused or not found: is the server up, did its address change? 28P01 or 3D000: did a secret or a name change with the last deploy?`,
  doNot:
    "Do not scale out: new instances cannot connect either, and all of them connect at once when the database is back. Do not restart the database before you know that it is what is down.",
};

function condition(thresholds: Thresholds): Expression {
  const fails = sustained("connectFailing", thresholds.stalledSeconds);
  // A connect that hangs has not failed yet: only its process knows.
  const hangs = isPressedBecauseOf("connect_failure", thresholds);
  return unlessFiring(binary(fails, "or", hangs), namedBefore("PlimsollPoolConnectFailing"));
}

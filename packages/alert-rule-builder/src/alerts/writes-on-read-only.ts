import { type Expression } from "../promql.ts";
import { sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { LOAD, THE_POOL } from "./annotation-text.ts";

/** After a failover the pool still points at what is a standby now. Reads look healthy. */
export const writesOnReadOnly: AlertDefinition = {
  name: "PlimsollWritesOnReadOnly",
  severity: "page",
  role: "cause",
  cause: "read_only",
  summary: "Writes fail: the pool is connected to a read-only server",
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.stalledSeconds,
    example: "a failover makes the server of the pool a standby: every write fails from then on",
    harmAfterSeconds: 0,
  },
  description: `${THE_POOL} gets its writes refused (25006): the server that it is connected to accepts only reads.`,
  evidence: LOAD,
  doFirst: `Find the primary (select pg_is_in_recovery() on each server) and where the address of the pool leads now. Restart the app's instances one by one when the address is right but connections are old.`,
  doNot:
    "Do not promote the standby by hand before you know that the old primary is down: two primaries lose data. Do not scale out and do not restart the database.",
};

function condition(thresholds: Thresholds): Expression {
  return sustained("readOnly", thresholds.stalledSeconds);
}

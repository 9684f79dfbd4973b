import { type Expression } from "../promql.ts";
import { sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { LOAD, THE_POOL, topConnectError, valueOf } from "./annotation-text.ts";

/** The server answers connects with 53300. Seen from the pool, so it needs no probe. */
export const serverConnectionsExhausted: AlertDefinition = {
  name: "PlimsollServerConnectionsExhausted",
  severity: "page",
  role: "cause",
  cause: "server_connections",
  summary: "The database refuses connections: it has none left",
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.stalledSeconds,
    example:
      "the last connection of the server is taken: requests that need a new one fail from then on",
    harmAfterSeconds: 0,
  },
  description: `${THE_POOL} is refused by its database: too many connections (53300).`,
  evidence: `Errors of connects: ${topConnectError()}. ${LOAD} The service runs ${valueOf("instances", "humanize")} instances.`,
  doFirst: `Count connections by application (select application_name, state, count(*) from pg_stat_activity group by 1, 2) and shrink what is not needed: end idle sessions of the largest, undo the last scale-out.`,
  doNot:
    "Do not scale out: each new instance asks for more connections. Do not restart the database: every client reconnects at once, and the sum still does not fit.",
};

function condition(thresholds: Thresholds): Expression {
  return sustained("connectRefused", thresholds.stalledSeconds);
}

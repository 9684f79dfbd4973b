import { SERVER_LABELS } from "../pool-labels.ts";
import { binary, type Expression, highest } from "../promql.ts";
import { recorded } from "../recorded.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { ownValue, THE_SERVER, valueOfServer } from "./annotation-text.ts";
import { staysAbove } from "./condition.ts";

/** One page for a server, under the service whose pools may open most connections on it. Needs the server probe. */
export const serverConnectionsHigh: AlertDefinition = {
  name: "PlimsollServerConnectionsHigh",
  severity: "page",
  role: "cause",
  cause: "server_connections",
  summary: "The database has less than a tenth of its connections left",
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.serverUsedSeconds,
    example:
      "connections climb by one in 100 a minute: from 90 % on there are ten minutes until the first is refused",
    harmAfterSeconds: 600,
  },
  description: `${THE_SERVER} has ${valueOfServer("serverUsed", "humanizePercentage")} of its connections in use. When none is left, requests of every service on it fail.`,
  evidence: `Connections that it gives: ${valueOfServer("serverUsable", "humanize")}. Pools may open ${valueOfServer("serverClaimed", "humanizePercentage")} of them; {{ $labels.service }} has the largest claim: ${ownValue("humanize")}.`,
  doFirst: `Count connections by application (select application_name, state, count(*) from pg_stat_activity group by 1, 2). Stop what grows: a scale-out, a roll-out, a job.`,
  doNot:
    "Do not scale out: each new instance asks for more connections. Do not restart the database: every client reconnects at once.",
};

function condition(thresholds: Thresholds): Expression {
  const full = staysAbove("serverUsed", thresholds.serverUsed, thresholds.serverUsedSeconds);
  return binary(highest(SERVER_LABELS, recorded("serverClaim")), "and", full, SERVER_LABELS);
}

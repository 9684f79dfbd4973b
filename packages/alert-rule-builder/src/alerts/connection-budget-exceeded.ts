import { SERVER_LABELS } from "../pool-labels.ts";
import { binary, type Expression, highest } from "../promql.ts";
import { recorded } from "../recorded.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { ownValue, valueOfServer } from "./annotation-text.ts";
import { staysAbove } from "./condition.ts";

/** Static arithmetic: instances × limit against the server. True at the deploy, long before the load that makes it hurt. */
export const connectionBudgetExceeded: AlertDefinition = {
  name: "PlimsollConnectionBudgetExceeded",
  severity: "ticket",
  role: "cause",
  cause: "connection_budget",
  summary: "The pools of a database may open more connections than it gives",
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.budgetSeconds,
    example: "a deploy at noon raises the limit, the load that needs it comes at 18:00",
    harmAfterSeconds: 21600,
  },
  description: `The pools that lead to server {{ $labels.server_address }}:{{ $labels.server_port }} may open ${valueOfServer("serverClaimed", "humanizePercentage")} of the connections that it gives (${valueOfServer("serverUsable", "humanize")}). Under load the server refuses the rest.`,
  evidence: `Largest claim: {{ $labels.service }} with ${ownValue("humanize")}. In use now: ${valueOfServer("serverUsed", "humanizePercentage")}.`,
  doFirst: `Lower the pool limit or the largest number of instances, so that instances × limit of all services, and a quarter for roll-outs, stay below what the server gives.`,
  doNot:
    "Do not only raise max_connections: each connection costs the server memory, and a slow server becomes slower. Do not scale out until it fits.",
};

function condition(thresholds: Thresholds): Expression {
  const over = staysAbove("serverClaimed", 1, thresholds.budgetSeconds);
  return binary(highest(SERVER_LABELS, recorded("serverClaim")), "and", over, SERVER_LABELS);
}

import { SERVICE_LABELS } from "../pool-labels.ts";
import { aggregate, binary, type Expression } from "../promql.ts";
import { recorded } from "../recorded.ts";
import type { AlertDefinition } from "./alert.ts";
import { ownValue, THE_SERVICE } from "./annotation-text.ts";

/** Not that the database is down: that nobody would know. Never muted. */
export const telemetryMissing: AlertDefinition = {
  name: "PlimsollTelemetryMissing",
  severity: "page",
  role: "meta",
  cause: "telemetry",
  summary: "A service that had connection pools no longer reports them: we are blind",
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.blindSeconds,
    example: "the exporter of a service breaks: nothing is wrong with its pool yet",
    harmAfterSeconds: null,
  },
  description: `${THE_SERVICE} reported connection pools within the last hour and reports none now. No alert on them can fire.`,
  evidence: `Instances that are expected and silent: ${ownValue("humanize")}.`,
  doFirst: `Open /metrics of an instance. No answer: the instance is down or its event loop is blocked, treat it as an outage. An answer without db_client_connection_limit: the import of @plimsoll/node is gone, or its pools ended.`,
  doNot: "Do not take silence for health. Do not restart the database.",
};

function condition(): Expression {
  const seen = aggregate("count", SERVICE_LABELS, recorded("limit"));
  return binary(recorded("blindInstances"), "unless", seen);
}

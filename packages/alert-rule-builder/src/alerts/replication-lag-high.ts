import { SERVER_LABELS } from "../pool-labels.ts";
import { binary, type Expression, highest } from "../promql.ts";
import { recorded } from "../recorded.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { ownValue, THE_SERVER, valueOfServer } from "./annotation-text.ts";
import { staysAbove } from "./condition.ts";

/** Readers of the standby see the past; and a failover to it would lose that much. Needs the server probe. */
export const replicationLagHigh: AlertDefinition = {
  name: "PlimsollReplicationLagHigh",
  severity: "ticket",
  role: "cause",
  cause: "replication_lag",
  summary: "A standby shows old data",
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.replicationLagHoldsSeconds,
    example:
      "a standby falls behind by a second each second: readers see data of half a minute ago when it begins",
    harmAfterSeconds: null,
  },
  description: `${THE_SERVER}: replication is ${valueOfServer("serverLag", "humanizeDuration")} behind. Reads from the standby show old data, and a failover now would wait for it or lose it.`,
  evidence: `Service with the largest claim on this server: {{ $labels.service }} (${ownValue("humanize")} connections).`,
  doFirst: `Look at pg_stat_replication on the primary and at long queries on the standby: a query there holds up replay. Then at its disk and network.`,
  doNot: "Do not fail over to this standby. Do not send more reads to it.",
};

function condition(thresholds: Thresholds): Expression {
  const lags = staysAbove(
    "serverLag",
    thresholds.replicationLagSeconds,
    thresholds.replicationLagHoldsSeconds,
  );
  return binary(highest(SERVER_LABELS, recorded("serverClaim")), "and", lags, SERVER_LABELS);
}

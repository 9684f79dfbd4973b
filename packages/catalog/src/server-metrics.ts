import { ATTRIBUTE } from "./attributes.ts";
import type { MetricDefinition } from "./metric.ts";

/** Short key of a server metric. */
export type ServerMetric =
  | "maxConnections"
  | "usableConnections"
  | "connections"
  | "lockWaiters"
  | "oldestTransactionSeconds"
  | "replicationLagSeconds"
  | "inRecovery"
  | "probeSeconds"
  | "probeSuccess";

function gauge(
  name: string,
  unit: string,
  description: string,
  attributes: readonly string[] = [],
): MetricDefinition {
  return {
    name: `plimsoll.server.${name}`,
    instrument: "observable-gauge",
    unit,
    description,
    attributes,
    source: "plimsoll",
  };
}

/** Every metric of the server probe, by a short key. All of them carry the server's identity beside their own attributes. */
export const SERVER_METRICS: Readonly<Record<ServerMetric, MetricDefinition>> = {
  maxConnections: gauge(
    "max_connections",
    "{connection}",
    "The server's setting max_connections: all that it accepts, those that it reserves included.",
  ),
  usableConnections: gauge(
    "usable_connections",
    "{connection}",
    "Connections that ordinary roles can have together: max_connections − superuser_reserved_connections − reserved_connections (PostgreSQL 16 and later).",
  ),
  connections: gauge(
    "connections",
    "{connection}",
    "Client connections of the whole server, by state and application_name. State hidden: of another role, which the probe's role may not look at; starting: no query yet. Application none: it gave no name; other: beyond 20 names.",
    [ATTRIBUTE.serverState, ATTRIBUTE.application],
  ),
  lockWaiters: gauge(
    "lock_waiters",
    "{process}",
    "Processes of the server that wait for a lock now.",
  ),
  oldestTransactionSeconds: gauge(
    "oldest_transaction_seconds",
    "s",
    "Age of the oldest open transaction of a client; 0 when there is none. Without pg_monitor: of the probe's own role.",
  ),
  replicationLagSeconds: gauge(
    "replication_lag_seconds",
    "s",
    "On a primary, the worst replay lag of its streaming standbys; on a standby, the time since the last replayed commit, 0 when all received is replayed. Absent when it cannot be known.",
  ),
  inRecovery: gauge(
    "in_recovery",
    "{standby}",
    "Whether the server is a standby, which accepts no writes (1), or a primary (0).",
  ),
  probeSeconds: gauge(
    "probe_seconds",
    "s",
    "How long the server took to answer the last probe; it grows with the server's load.",
  ),
  probeSuccess: gauge(
    "probe_success",
    "{success}",
    "Whether the server answered within the last 30 s (1), or cannot be probed (0). Reported by the instance that probes, and by each that tried to in vain: take the maximum.",
  ),
};

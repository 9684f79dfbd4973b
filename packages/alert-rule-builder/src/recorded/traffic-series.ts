import { ATTRIBUTE, prometheusLabel } from "@plimsoll/catalog";
import { forDashboards, type RecordedSeries, series } from "./series.ts";

/** Keys of the group `plimsoll-dashboards-traffic`. */
export type TrafficKey =
  | "routeRequests"
  | "routeFailed"
  | "routeSlow"
  | "routeBad"
  | "serverMax"
  | "serverConnections"
  | "serverLockWaiters"
  | "serverOldestTransaction"
  | "serverProbe"
  | "serverProbeTime"
  | "serverStandby";

const ROUTE = prometheusLabel(ATTRIBUTE.httpRoute);
const SERVER = [prometheusLabel(ATTRIBUTE.serverAddress), prometheusLabel(ATTRIBUTE.serverPort)];

/** What only panels read: HTTP routes, and what the probe says of servers. */
export const TRAFFIC_SERIES: Readonly<Record<TrafficKey, RecordedSeries>> = {
  routeRequests: series(
    "plimsoll:route_requests:rate1m",
    "requests/s",
    "HTTP requests that were answered, by route. No pool label, as the next three.",
    [ROUTE],
  ),
  routeFailed: forDashboards(
    "plimsoll:route_failed:rate1m",
    "requests/s",
    "Of those, the ones with status 5xx; absent where there was none.",
    [ROUTE],
  ),
  routeSlow: forDashboards(
    "plimsoll:route_slow:rate1m",
    "requests/s",
    "Of those, the ones that took longer than 1 s.",
    [ROUTE],
  ),
  routeBad: forDashboards(
    "plimsoll:route_bad:rate1m",
    "requests/s",
    "Of those, the ones that failed or took longer than 1 s; one that did both counts once.",
    [ROUTE],
  ),
  serverMax: forDashboards(
    "plimsoll:server_connections_limit:max",
    "connections",
    "The server's max_connections. No service or pool label, as all of the next.",
    SERVER,
  ),
  serverConnections: forDashboards(
    "plimsoll:server_connections:sum",
    "connections",
    "Client connections of the server, by state and application.",
    [...SERVER, prometheusLabel(ATTRIBUTE.serverState), prometheusLabel(ATTRIBUTE.application)],
  ),
  serverLockWaiters: forDashboards(
    "plimsoll:server_lock_waiters:max",
    "processes",
    "Processes of the server that wait for a lock now.",
    SERVER,
  ),
  serverOldestTransaction: forDashboards(
    "plimsoll:server_oldest_transaction:max",
    "s",
    "Age of the oldest open transaction.",
    SERVER,
  ),
  serverProbe: forDashboards(
    "plimsoll:server_probe:max",
    "0 or 1",
    "1 while the server answers the probe.",
    SERVER,
  ),
  serverProbeTime: forDashboards(
    "plimsoll:server_probe_time:max",
    "s",
    "How long the server took to answer the last probe.",
    SERVER,
  ),
  serverStandby: forDashboards(
    "plimsoll:server_in_recovery:max",
    "0 or 1",
    "1 while the server is a standby, which accepts no writes.",
    SERVER,
  ),
};

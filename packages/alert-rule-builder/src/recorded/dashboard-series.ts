import { ATTRIBUTE, prometheusLabel } from "@plimsoll/catalog";
import { forDashboards, type RecordedSeries, series } from "./series.ts";

/** Keys of the group `plimsoll-dashboards`. */
export type DashboardKey =
  | "state"
  | "exhaustion"
  | "waiters"
  | "saturatedShare"
  | "waitP99"
  | "holdP99"
  | "waitBuckets"
  | "holdBuckets"
  | "connectBuckets"
  | "outcomes"
  | "closed"
  | "shed"
  | "nPlusOne"
  | "instanceUse"
  | "instanceConnections"
  | "instanceWaiters"
  | "instanceOldest"
  | "instanceSuspects";

const INSTANCE = "instance";

/** What only panels read: the histograms and the single instances of each pool, in one spelling whatever the dialect. */
export const DASHBOARD_SERIES: Readonly<Record<DashboardKey, RecordedSeries>> = {
  state: series(
    "plimsoll:pool_state:code",
    "code",
    "5 nothing is granted, 4 requests have to wait, 3 forecast to run out, 2 losing connections (leak suspects), 1 used above its load line, 0 fine.",
  ),
  exhaustion: forDashboards(
    "plimsoll:pool_exhaustion:seconds",
    "s",
    "Time until the pool is full if its use rises on as in the last 5 minutes, with leak suspects as in the last 2; 86400 where it does not rise in a line or has no history, 0 when it is full or requests wait.",
  ),
  waiters: forDashboards("plimsoll:pool_waiters:sum", "requests", "Requests that wait now."),
  saturatedShare: forDashboards(
    "plimsoll:pool_saturated:ratio1m",
    "0..1",
    "Share of the time in which all connections of an instance are used; mean over instances.",
  ),
  waitP99: forDashboards("plimsoll:pool_wait:p99", "s", "99th percentile of ended waits, 1 min."),
  holdP99: forDashboards("plimsoll:pool_hold:p99", "s", "99th percentile of ended holds, 1 min."),
  waitBuckets: forDashboards(
    "plimsoll:pool_wait_bucket:rate1m",
    "requests/s",
    "Ended waits, in the histogram's buckets.",
    ["le"],
  ),
  holdBuckets: forDashboards(
    "plimsoll:pool_hold_bucket:rate1m",
    "holds/s",
    "Ended holds, in the histogram's buckets.",
    ["le"],
  ),
  connectBuckets: forDashboards(
    "plimsoll:pool_connect_bucket:rate1m",
    "connects/s",
    "Attempts to open a connection, failed ones included, in the histogram's buckets.",
    ["le"],
  ),
  outcomes: forDashboards(
    "plimsoll:pool_requests:rate1m",
    "requests/s",
    "Ended acquires, by how each got its answer.",
    [prometheusLabel(ATTRIBUTE.outcome)],
  ),
  closed: forDashboards(
    "plimsoll:pool_connections_closed:rate1m",
    "connections/s",
    "Connections that the pool closed, by why it did.",
    [prometheusLabel(ATTRIBUTE.reason)],
  ),
  shed: forDashboards(
    "plimsoll:pool_shed_requests:rate1m",
    "requests/s",
    "HTTP requests that load shedding turned away because of the pool.",
  ),
  nPlusOne: forDashboards(
    "plimsoll:pool_n_plus_one:rate1m",
    "statements/s",
    "Statements that one HTTP request ran ten times or more, by its route; absent where there is none.",
    [prometheusLabel(ATTRIBUTE.httpRoute)],
  ),
  instanceUse: forDashboards(
    "plimsoll:instance_use:ratio1m",
    "0..1",
    "Mean used over the limit, of each instance (`service_instance_id`, else the scrape's `instance`).",
    [INSTANCE],
  ),
  instanceConnections: forDashboards(
    "plimsoll:instance_connections:sum",
    "connections",
    "Connections of each instance by state, at the last scrape.",
    [INSTANCE, prometheusLabel(ATTRIBUTE.state)],
  ),
  instanceWaiters: forDashboards(
    "plimsoll:instance_waiters:sum",
    "requests",
    "Requests that wait now, of each instance.",
    [INSTANCE],
  ),
  instanceOldest: forDashboards(
    "plimsoll:instance_oldest_waiter:max",
    "s",
    "Age of the oldest waiter of each instance.",
    [INSTANCE],
  ),
  instanceSuspects: forDashboards(
    "plimsoll:instance_leak_suspects:sum",
    "connections",
    "Leak suspects of each instance; absent where there is none.",
    [INSTANCE],
  ),
};

import { ATTRIBUTE, prometheusLabel } from "@plimsoll/catalog";
import { forDashboards, type RecordedSeries, series } from "./series.ts";

/** Keys of the group `plimsoll-pool-load`. */
export type LoadKey =
  | "limit"
  | "connections"
  | "used"
  | "saturation"
  | "queryShare"
  | "demand"
  | "granted"
  | "timeouts"
  | "queue"
  | "waitingShare"
  | "wait"
  | "hold"
  | "oldest"
  | "routeConnections"
  | "suspectsByRoute"
  | "demandGrowth"
  | "holdGrowth"
  | "instances"
  | "nested"
  | "safeUse";

/** How large a pool is, what is asked of it, and who holds it. */
export const LOAD_SERIES: Readonly<Record<LoadKey, RecordedSeries>> = {
  limit: series("plimsoll:pool_limit:sum", "connections", "Limit, over all instances."),
  connections: forDashboards(
    "plimsoll:pool_connections:sum",
    "connections",
    "Physical connections by state, over all instances, at the last scrape.",
    [prometheusLabel(ATTRIBUTE.state)],
  ),
  used: series("plimsoll:pool_used:mean1m", "connections", "Mean used connections (exact)."),
  saturation: series("plimsoll:pool_saturation:ratio1m", "0..1", "Mean used over the limit."),
  queryShare: series(
    "plimsoll:pool_querying:ratio1m",
    "0..1",
    "Share of the held time that has a query in flight; absent while nothing is held.",
  ),
  demand: series("plimsoll:pool_requests_started:rate1m", "requests/s", "Acquires started."),
  granted: series("plimsoll:pool_requests_granted:rate1m", "requests/s", "Acquires granted."),
  timeouts: series("plimsoll:pool_timeouts:rate1m", "timeouts/s", "Acquires given up."),
  queue: series("plimsoll:pool_pending:mean1m", "requests", "Mean queue length (exact)."),
  waitingShare: series(
    "plimsoll:pool_waiting:ratio1m",
    "0..1",
    "Share of the time in which somebody waits; mean over instances.",
  ),
  wait: series(
    "plimsoll:pool_wait:mean1m",
    "s",
    "Mean wait per started acquire, those still waiting included; absent while none starts.",
  ),
  hold: series(
    "plimsoll:pool_hold:mean1m",
    "s",
    "Mean hold, unreturned connections included (Little); absent while nothing is granted.",
  ),
  oldest: series(
    "plimsoll:pool_oldest:max",
    "s",
    "Age of the oldest waiter, holder, parked connection and query of any instance.",
    [prometheusLabel(ATTRIBUTE.of)],
  ),
  routeConnections: series(
    "plimsoll:pool_route:mean1m",
    "connections or requests",
    "Connections that each route holds on average (kind hold); requests it has waiting (kind wait).",
    [prometheusLabel(ATTRIBUTE.httpRoute), prometheusLabel(ATTRIBUTE.kind)],
  ),
  suspectsByRoute: series(
    "plimsoll:pool_leak_suspects:by_route",
    "connections",
    "Leak suspects by the route that acquired them; absent where there is none.",
    [prometheusLabel(ATTRIBUTE.httpRoute)],
  ),
  demandGrowth: series(
    "plimsoll:pool_demand:growth",
    "ratio",
    "Demand over its baseline (mean of the 30 min that ended 10 min ago); absent without history.",
  ),
  holdGrowth: series(
    "plimsoll:pool_hold:growth",
    "ratio",
    "Mean hold over its baseline, as for demand; absent without history.",
  ),
  instances: series("plimsoll:pool_instances:count", "instances", "Processes that have the pool."),
  nested: series(
    "plimsoll:pool_nested_acquires:rate1m",
    "requests/s",
    "Acquires by code that holds a connection of the same pool meanwhile.",
  ),
  safeUse: series(
    "plimsoll:pool_safe_use:ratio",
    "0..1",
    "Mean use at which a fifth of the acquires wait, from the limit of one instance (Erlang C).",
  ),
};

import { ATTRIBUTE, prometheusLabel } from "@plimsoll/catalog";
import { type Selector, selector } from "./promql.ts";

/** One series that the rules record; dashboards, drills and scaling read these, never the raw metrics. */
export interface RecordedSeries {
  /** Series name: `plimsoll:pool_<what>:<operation>`. */
  readonly name: string;
  /** Labels beside `service`, `environment` (absent when the app states none) and `pool`. */
  readonly labels: readonly string[];
  readonly unit: string;
  /** One sentence. */
  readonly meaning: string;
  /** `alerts`: a rule or an annotation here reads it. `dashboards`: recorded only for panels. */
  readonly readBy: "alerts" | "dashboards";
}

/** Short key of a recorded series. */
export type RecordedKey =
  | "limit"
  | "connections"
  | "used"
  | "saturation"
  | "queryShare"
  | "demand"
  | "granted"
  | "timeouts"
  | "queue"
  | "wait"
  | "waitP99"
  | "waitingShare"
  | "hold"
  | "holdP99"
  | "oldest"
  | "routeConnections"
  | "suspectsByRoute"
  | "suspectsMax"
  | "suspectsRatioMax"
  | "demandGrowth"
  | "holdGrowth"
  | "lateRatio"
  | "stalled"
  | "pressure";

/** Every recorded series, in the order in which the group evaluates them. */
export const RECORDED: Readonly<Record<RecordedKey, RecordedSeries>> = {
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
  wait: series(
    "plimsoll:pool_wait:mean1m",
    "s",
    "Mean wait per started acquire, those still waiting included; absent while none starts.",
  ),
  waitP99: forDashboards("plimsoll:pool_wait:p99", "s", "99th percentile of ended waits, 1 min."),
  waitingShare: series(
    "plimsoll:pool_waiting:ratio1m",
    "0..1",
    "Share of the time in which somebody waits; mean over instances.",
  ),
  hold: series(
    "plimsoll:pool_hold:mean1m",
    "s",
    "Mean hold, unreturned connections included (Little); absent while nothing is granted.",
  ),
  holdP99: forDashboards("plimsoll:pool_hold:p99", "s", "99th percentile of ended holds, 1 min."),
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
  suspectsMax: series(
    "plimsoll:pool_leak_suspects:max",
    "connections",
    "Leak suspects of the instance that has most of them.",
  ),
  suspectsRatioMax: series(
    "plimsoll:pool_leak_suspects:ratio_max",
    "0..1",
    "Leak suspects over the limit, of the instance where that is worst.",
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
  lateRatio: series(
    "plimsoll:pool_late:ratio",
    "0..1",
    "Share of the limit on instances whose oldest waiter has used a fifth of its acquire timeout.",
  ),
  stalled: series(
    "plimsoll:pool_stalled:bool",
    "0 or 1",
    "1 when waiters exist and next to nothing is granted on a tenth of the limit.",
  ),
  pressure: series(
    "plimsoll:pool_pressure:bool",
    "0 or 1",
    "1 when the pool makes requests wait, or is forecast to run out within 5 minutes.",
  ),
};

function series(
  name: string,
  unit: string,
  meaning: string,
  labels: readonly string[] = [],
): RecordedSeries {
  return { name, labels, unit, meaning, readBy: "alerts" };
}

function forDashboards(
  name: string,
  unit: string,
  meaning: string,
  labels: readonly string[] = [],
): RecordedSeries {
  return { ...series(name, unit, meaning, labels), readBy: "dashboards" };
}

/** The recorded series under `key`, ready for an expression. */
export function recorded(key: RecordedKey): Selector {
  return selector(RECORDED[key].name);
}

/**
 * The series that `alerts/*.rules.yml` records and the dashboards read. Spelt here because a dashboard may not import the
 * rules' package; `test/recorded-series.test.ts` proves that each of them is recorded.
 * Every one carries `service`, `environment` (where the app states one) and `pool`, summed over all instances.
 */
export const RECORDED = {
  limit: "plimsoll:pool_limit:sum",
  connections: "plimsoll:pool_connections:sum",
  saturation: "plimsoll:pool_saturation:ratio1m",
  queryShare: "plimsoll:pool_querying:ratio1m",
  demand: "plimsoll:pool_requests_started:rate1m",
  granted: "plimsoll:pool_requests_granted:rate1m",
  timeouts: "plimsoll:pool_timeouts:rate1m",
  queue: "plimsoll:pool_pending:mean1m",
  wait: "plimsoll:pool_wait:mean1m",
  waitingShare: "plimsoll:pool_waiting:ratio1m",
  hold: "plimsoll:pool_hold:mean1m",
  holdP99: "plimsoll:pool_hold:p99",
  oldest: "plimsoll:pool_oldest:max",
  routeConnections: "plimsoll:pool_route:mean1m",
  suspectsByRoute: "plimsoll:pool_leak_suspects:by_route",
  demandGrowth: "plimsoll:pool_demand:growth",
  holdGrowth: "plimsoll:pool_hold:growth",
} as const;

/** Labels of recorded series and of `ALERTS` that are not catalogue attributes. */
export const RULE_LABELS = ["service", "environment", "pool", "severity", "role", "cause"] as const;

/**
 * The series that `alerts/*.rules.yml` records and the dashboards read, each in one spelling whatever the dialect. Spelt here
 * because a dashboard may not import the rules' package; `test/recorded-series.test.ts` proves that each of them is recorded.
 * Those of a pool carry `service`, `environment` (where the app states one) and `pool`; those of a route no pool; those of a
 * server `environment`, `server_address` and `server_port`.
 */
export const RECORDED = {
  limit: "plimsoll:pool_limit:sum",
  connections: "plimsoll:pool_connections:sum",
  used: "plimsoll:pool_used:mean1m",
  saturation: "plimsoll:pool_saturation:ratio1m",
  safeUse: "plimsoll:pool_safe_use:ratio",
  queryShare: "plimsoll:pool_querying:ratio1m",
  demand: "plimsoll:pool_requests_started:rate1m",
  granted: "plimsoll:pool_requests_granted:rate1m",
  timeouts: "plimsoll:pool_timeouts:rate1m",
  outcomes: "plimsoll:pool_requests:rate1m",
  shed: "plimsoll:pool_shed_requests:rate1m",
  nested: "plimsoll:pool_nested_acquires:rate1m",
  queue: "plimsoll:pool_pending:mean1m",
  waiters: "plimsoll:pool_waiters:sum",
  wait: "plimsoll:pool_wait:mean1m",
  waitBuckets: "plimsoll:pool_wait_bucket:rate1m",
  waitingShare: "plimsoll:pool_waiting:ratio1m",
  saturatedShare: "plimsoll:pool_saturated:ratio1m",
  hold: "plimsoll:pool_hold:mean1m",
  holdP99: "plimsoll:pool_hold:p99",
  holdBuckets: "plimsoll:pool_hold_bucket:rate1m",
  oldest: "plimsoll:pool_oldest:max",
  routeConnections: "plimsoll:pool_route:mean1m",
  suspectsByRoute: "plimsoll:pool_leak_suspects:by_route",
  suspectsMax: "plimsoll:pool_leak_suspects:max",
  nPlusOne: "plimsoll:pool_n_plus_one:rate1m",
  demandGrowth: "plimsoll:pool_demand:growth",
  holdGrowth: "plimsoll:pool_hold:growth",
  instances: "plimsoll:pool_instances:count",
  state: "plimsoll:pool_state:code",
  verdict: "plimsoll:pool_cause:ratio",
  exhaustion: "plimsoll:pool_exhaustion:seconds",
  findings: "plimsoll:pool_config_findings:max",
  connectBuckets: "plimsoll:pool_connect_bucket:rate1m",
  connectFailures: "plimsoll:pool_connect_failures:rate1m",
  closed: "plimsoll:pool_connections_closed:rate1m",
  instanceUse: "plimsoll:instance_use:ratio1m",
  instanceConnections: "plimsoll:instance_connections:sum",
  instanceWaiters: "plimsoll:instance_waiters:sum",
  instanceOldest: "plimsoll:instance_oldest_waiter:max",
  instanceSuspects: "plimsoll:instance_leak_suspects:sum",
  queryBuckets: "plimsoll:query_bucket:rate1m",
  querySeconds: "plimsoll:query_seconds:rate1m",
  queryErrors: "plimsoll:query_errors:rate1m",
  routeRequests: "plimsoll:route_requests:rate1m",
  routeFailed: "plimsoll:route_failed:rate1m",
  routeSlow: "plimsoll:route_slow:rate1m",
  routeBad: "plimsoll:route_bad:rate1m",
  blindInstances: "plimsoll:service_blind_instances:count",
  serverClaim: "plimsoll:server_claim:sum",
  serverClaimed: "plimsoll:server_claimed:ratio",
  serverUsable: "plimsoll:server_usable:max",
  serverUsed: "plimsoll:server_used:ratio",
  serverLag: "plimsoll:server_replication_lag:max",
  serverMax: "plimsoll:server_connections_limit:max",
  serverConnections: "plimsoll:server_connections:sum",
  serverLockWaiters: "plimsoll:server_lock_waiters:max",
  serverOldestTransaction: "plimsoll:server_oldest_transaction:max",
  serverProbe: "plimsoll:server_probe:max",
  serverProbeTime: "plimsoll:server_probe_time:max",
  serverStandby: "plimsoll:server_in_recovery:max",
} as const;

/** Key of a recorded series. */
export type RecordedName = keyof typeof RECORDED;

/** Labels of recorded series and of `ALERTS` that are not catalogue attributes. */
export const RULE_LABELS = [
  "service",
  "environment",
  "pool",
  "instance",
  "severity",
  "role",
  "cause",
] as const;

/**
 * What k6 writes by remote write while the drill runs (packages/drill/k6/money.ts): the load, not the service, so it carries
 * none of the variables' labels.
 */
export const LOAD_SERIES = {
  requests: "k6_http_reqs_total",
  userErrors: "k6_user_errors_total",
  durationP95: "k6_http_req_duration_p95",
  durationMax: "k6_http_req_duration_max",
} as const;

/** Labels of those. */
export const LOAD_LABELS = ["name", "reason", "expected_response"] as const;

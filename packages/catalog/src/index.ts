export * from "./attributes.ts";
export { HOLD_BUCKETS, OPERATION_BUCKETS, WAIT_BUCKETS } from "./buckets.ts";
export type { Instrument, MetricDefinition } from "./metric.ts";
export { METRICS, POOL_METRICS, type PoolMetric, UPSTREAM_METRICS } from "./pool-metrics.ts";
export { type Dialect, prometheusLabel, prometheusName } from "./prometheus-name.ts";
export { QUERY_METRICS, type QueryMetric } from "./query-metrics.ts";
export {
  LOST_REASONS,
  type LostReason,
  SAMPLING_METRICS,
  type SamplingMetric,
} from "./sampling-metrics.ts";
export { SERVER_METRICS, type ServerMetric } from "./server-metrics.ts";
export * from "./spans.ts";
export {
  describeStall,
  type PagedCause,
  POOL_PAGES,
  type PoolPage,
  RUNBOOK_BASE_URL,
  STALL,
  STALLED_VOTE,
} from "./pool-pages.ts";

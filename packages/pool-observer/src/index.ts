export type { Verdict } from "./cause/judge.ts";
export { type Clock, monotonicSeconds } from "./clock.ts";
export type { ConnectionSource, TransactionStatus } from "./connection-source.ts";
export type { HistogramReading } from "./duration-histogram.ts";
export type { ConfigFinding, FindingContext, FindingSeverity } from "./findings/config-rule.ts";
export { CONFIG_RULES, findingContext } from "./findings/find-config.ts";
export { formatFindings } from "./findings/format-findings.ts";
export type { PoolSettings } from "./findings/pool-settings.ts";
export { reserveFlow, restoringFlow } from "./flow.ts";
export { HeldConnection } from "./held-connection.ts";
export type { PeakReader } from "./peaks.ts";
export { type PoolIdentity, serverAttributes } from "./pool-identity.ts";
export { type Observe, observeNumbers, reportPools } from "./pool-metrics.ts";
export type { PoolReading } from "./pool-reading.ts";
export {
  type FindingsListener,
  LEAK_AFTER_SECONDS,
  PoolRegistry,
  type PoolRegistryOptions,
  type ShortageListener,
} from "./pool-registry.ts";
export type { ExpectedGrant, PoolRequest } from "./pool-request.ts";
export type { PoolCounts, PoolLimits, PoolSource } from "./pool-source.ts";
export type { PoolTracker } from "./pool-tracker.ts";
export { poolRegistry } from "./process-pools.ts";
export { atTime, replayableClock } from "./replayable-clock.ts";
export { hideFramesOf } from "./snapshot/call-site.ts";
export type { HolderSnapshot, PoolSnapshot, WaiterSnapshot } from "./snapshot/pool-snapshot.ts";
export type { QueryAccount } from "./queries/query-account.ts";
export type { QueryDurationReading } from "./queries/query-durations.ts";
export {
  isQueryText,
  QUERY_TEXTS,
  type QueryShape,
  type QueryText,
} from "./queries/query-shape.ts";
export { QueryShapes } from "./queries/query-shapes.ts";
export { N_PLUS_ONE, readAccount, type RequestReading } from "./requests/request-account.ts";
export { sanitizeQuery } from "./sql/sanitize-query.ts";
export { summarizeQuery } from "./sql/summarize-query.ts";
export type { LockBlocker, LockWatched } from "./server-probe/lock-waits.ts";
export type { ProbeConnection, ProbeSource } from "./server-probe/probe-connection.ts";
export { ProbeFailure } from "./server-probe/probe-failure.ts";
export { observeServers, reportServers } from "./server-probe/server-metrics.ts";
export { ServerProbes, serverProbes } from "./server-probe/server-probes.ts";
export { createStamp, type Stamp } from "./stamp.ts";
export type { FinishedWait } from "./telemetry-sink.ts";
export { PROBE_APPLICATION_NAME } from "./server-probe/session-sql.ts";

export { type Clock, monotonicSeconds } from "./clock.ts";
export { HeldConnection } from "./held-connection.ts";
export type { PoolIdentity } from "./pool-identity.ts";
export { reportPools } from "./pool-metrics.ts";
export type { PoolReading } from "./pool-reading.ts";
export { LEAK_AFTER_SECONDS, PoolRegistry, type PoolRegistryOptions } from "./pool-registry.ts";
export type { ExpectedGrant, PoolRequest } from "./pool-request.ts";
export type { PoolCounts, PoolLimits, PoolSource } from "./pool-source.ts";
export type { PoolTracker } from "./pool-tracker.ts";

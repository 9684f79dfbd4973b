import type { PoolSettings } from "./findings/pool-settings.ts";

/** What a pool says of its connections at one moment. */
export interface PoolCounts {
  /** Connections in the pool's list, those being opened included. */
  readonly total: number;
  readonly idle: number;
  readonly connecting: number;
  /** Requests in the pool's own queue, asked for before the tracker was there included. */
  readonly queued: number;
  /** True once the pool was ended and gave up its last connection. */
  readonly isEnded: boolean;
}

/** A pool's limits. */
export interface PoolLimits {
  readonly max: number;
  readonly min: number;
  /** 0 = a request waits for ever. */
  readonly acquireTimeoutSeconds: number;
}

/** What an adapter reads from a pool at collection. Every method is cheap, pure and must not throw. */
export interface PoolSource {
  counts(): PoolCounts;
  limits(): PoolLimits;
  /** How the pool is set now; absent from an adapter that cannot tell. */
  settings?(): PoolSettings;
}

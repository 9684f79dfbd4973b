import type {
  Age,
  CloseReason,
  ConnectionState,
  Outcome,
  Peak,
  PoolCause,
  PressureLevel,
} from "@plimsoll/catalog";
import type { HistogramReading } from "./duration-histogram.ts";
import type { ConfigFinding } from "./findings/config-rule.ts";
import type { PoolLimits } from "./pool-source.ts";
import type { RouteSeconds } from "./route-seconds.ts";

/** Everything that is known of a pool at one moment. Seconds are totals since the pool was first seen, unless an age. */
export interface PoolReading {
  readonly connections: Readonly<Record<ConnectionState, number>>;
  readonly limits: PoolLimits;
  readonly pendingRequests: number;
  readonly requestsStarted: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly usedSeconds: number;
  readonly queryingSeconds: number;
  readonly pendingSeconds: number;
  readonly pressureSeconds: Readonly<Record<PressureLevel, number>>;
  /** The highest since the same reader read last. */
  readonly peaks: Readonly<Record<Peak, number>>;
  readonly oldestSeconds: Readonly<Record<Age, number>>;
  /** Connections parked longer than the leak threshold, by route; a route that once had one stays, at 0. */
  readonly leakSuspects: ReadonlyMap<string, number>;
  readonly nestedAcquires: number;
  readonly openTransactions: number;
  /** Statements that looked like N+1, by route. */
  readonly nPlusOneSuspects: ReadonlyMap<string, number>;
  /** HTTP requests that were turned away because of the pool. */
  readonly shedRequests: number;
  readonly routeSeconds: RouteSeconds;
  readonly connectFailures: ReadonlyMap<string, number>;
  readonly connectionsClosed: Readonly<Record<CloseReason, number>>;
  /** Why the pool is short; undefined when it is not, or when no cause is plain. */
  readonly cause: PoolCause | undefined;
  /** What is to be said of the pool's settings. */
  readonly configFindings: readonly ConfigFinding[];
  /** Finished waits that were granted, finished holds, their time with no query, and finished connects. */
  readonly durations: Readonly<
    Record<"waitTime" | "useTime" | "parkedTime" | "createTime", HistogramReading>
  >;
}

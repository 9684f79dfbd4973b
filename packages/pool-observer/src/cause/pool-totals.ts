import type { LockBlocker } from "../server-probe/lock-waits.ts";

/** What a pool's running totals stood at, at one moment. Two of them make a window; seconds and counts are since the pool was first seen. */
export interface PoolTotals {
  /** Seconds of the tracker's clock. */
  readonly at: number;
  readonly started: number;
  readonly granted: number;
  readonly timeouts: number;
  readonly usedSeconds: number;
  readonly queryingSeconds: number;
  readonly saturatedSeconds: number;
  readonly pendingSeconds: number;
  /** Seconds with at least one request waiting. */
  readonly waitingSeconds: number;
  /** Request-seconds of nested requests. */
  readonly nestedSeconds: number;
  /** Request-seconds of finished waits for which a connection was idle from the start. */
  readonly onIdleSeconds: number;
  /** Request-seconds of finished waits that were granted. */
  readonly grantedWaitSeconds: number;
  readonly queries: number;
  /** Holds that ended, the seconds that they lasted and those of them without a query. */
  readonly holds: number;
  readonly heldSeconds: number;
  readonly parkedSeconds: number;
  readonly connectsSucceeded: number;
  readonly connectsFailed: number;
  /** Seconds that timers of the event loop were late, and how many timers that is the sum of. */
  readonly lateSeconds: number;
  readonly timers: number;
  /** Seconds that the event loop worked and did not wait for events. */
  readonly busySeconds: number;
}

/** What the server says of a pool's connections that wait for a lock. */
export interface ServerLockWaits {
  readonly count: number;
  /** The session that most of them wait for. */
  readonly blocker: LockBlocker | undefined;
}

/** What cannot be read from totals: how the pool stands at the end of the window. */
export interface PoolMoment {
  readonly limit: number;
  readonly pending: number;
  readonly oldestWaiterSeconds: number;
  /** Connects that run, and for how long the oldest does. */
  readonly connecting: number;
  readonly oldestConnectSeconds: number;
  /** Seconds since the last query ended, of each leak suspect. */
  readonly suspectSeconds: readonly number[];
  readonly leakAfterSeconds: number;
  /** Undefined when nobody asked the server of late. */
  readonly lockWaits: ServerLockWaits | undefined;
  readonly querying: number;
}

/** Each total of `to` less that of `from`. */
export function difference(from: PoolTotals, to: PoolTotals): PoolTotals {
  return Object.fromEntries(
    Object.entries(to).map(([key, value]) => [key, value - from[key as keyof PoolTotals]]),
  ) as unknown as PoolTotals;
}

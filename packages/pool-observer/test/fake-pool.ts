import { HeldConnection, type PoolCounts, PoolRegistry, type PoolTracker } from "../src/index.ts";

/** A pool whose counts are set by the test, on a clock that the test moves. */
export interface FakePool {
  readonly registry: PoolRegistry;
  readonly tracker: PoolTracker;
  counts: PoolCounts;
  /** Moves the clock on by `seconds`. */
  readonly wait: (seconds: number) => void;
}

export function fakePool(options: { max?: number; leakAfterSeconds?: number } = {}): FakePool {
  const { max = 2, leakAfterSeconds = 30 } = options;
  let now = 1000;
  const registry = new PoolRegistry({ clock: () => now, leakAfterSeconds });
  const pool = {
    registry,
    counts: { total: 0, idle: 0, connecting: 0, queued: 0, isEnded: false },
    wait: (seconds: number): void => {
      now += seconds;
    },
  };
  const tracker = registry.add(
    { host: "db", port: 5432, database: "money" },
    { counts: () => pool.counts, limits: () => ({ max, min: 0, acquireTimeoutSeconds: 0 }) },
  );
  return Object.assign(pool, { tracker });
}

/** Acquires a connection at once and returns it. */
export function hold(tracker: PoolTracker): HeldConnection {
  const connection = new HeldConnection();
  tracker.requestGranted(tracker.requestStarted("created"), connection);
  return connection;
}

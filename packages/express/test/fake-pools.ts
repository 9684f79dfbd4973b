import {
  HeldConnection,
  type PoolCounts,
  type PoolRequest,
  PoolRegistry,
  type PoolTracker,
} from "@plimsoll/pool-observer";

/** A clock that the test moves, and a registry on it. */
export interface FakePools {
  readonly registry: PoolRegistry;
  readonly clock: () => number;
  readonly wait: (seconds: number) => void;
  /** A pool whose counts the test sets. */
  readonly add: (name: string, max?: number) => FakePool;
}

export interface FakePool {
  readonly tracker: PoolTracker;
  readonly counts: { -readonly [Key in keyof PoolCounts]: PoolCounts[Key] };
}

export function fakePools(): FakePools {
  let now = 1000;
  const registry = new PoolRegistry({ clock: () => now });
  return {
    registry,
    clock: () => now,
    wait: (seconds) => void (now += seconds),
    add: (name, max = 2) => {
      const counts = { total: 0, idle: 0, connecting: 0, queued: 0, isEnded: false };
      const limits = { max, min: 0, acquireTimeoutSeconds: 0 };
      const source = { counts: () => counts, limits: () => limits };
      return { counts, tracker: registry.add({ explicitName: name }, source) };
    },
  };
}

/** Asks for a connection and gets none for now. */
export function ask({ tracker, counts }: FakePool): PoolRequest {
  counts.queued += 1;
  return tracker.requestStarted("queued");
}

/** Gets a connection at once. */
export function hold({ tracker, counts }: FakePool): HeldConnection {
  const connection = new HeldConnection();
  tracker.requestGranted(tracker.requestStarted("idle"), connection);
  counts.total += 1;
  return connection;
}

/** Gives `connection` back, which the pool then drops. */
export function release({ tracker, counts }: FakePool, connection: HeldConnection): void {
  tracker.released(connection);
  counts.total -= 1;
}

export function failConnect({ tracker }: FakePool, code = "ECONNREFUSED"): void {
  tracker.connectFailed(tracker.connectStarted(), code);
}

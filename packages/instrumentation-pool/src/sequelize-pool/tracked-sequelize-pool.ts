import type { PoolCounts, PoolLimits, PoolRegistry, PoolSettings } from "@plimsoll/pool-observer";
import { readSafely } from "../read-safely.ts";
import { LatePool, type LateRequest } from "../resource-pool/late-pool.ts";
import { identifySequelizePool } from "./identify-sequelize-pool.ts";
import type { SequelizePool } from "./sequelize-shapes.ts";

const TRACKED = Symbol("plimsoll.pool");

/** An `acquire()` of a pool: what becomes of it is known when the call returns, or when its promise is settled inside of it. */
export interface Asking {
  readonly late: LatePool;
  readonly startedAt: number;
  isCreating: boolean;
  isKnown: boolean;
  request: LateRequest | undefined;
}

/** What is kept per pool. */
export interface TrackedSequelizePool {
  readonly late: LatePool;
  /** The `acquire()` that runs now. */
  asking: Asking | undefined;
  /** It looks for connections that were idle for too long: what it destroys now, it destroys because of that. */
  isReaping: boolean;
}

/** The record of `pool`, made at first sight: usually its first `acquire()`. */
export function trackSequelizePool(
  pool: SequelizePool,
  registry: PoolRegistry,
  name?: string,
): TrackedSequelizePool {
  const known = (pool as { [TRACKED]?: TrackedSequelizePool })[TRACKED];
  if (known !== undefined) return known;
  const late: LatePool = new LatePool({
    registry,
    source: readSafely(pool, readCounts, readLimits, (alive) => readSettings(alive, late)),
    identify: (client) => identifySequelizePool(pool.name, client),
  });
  late.explicitName = name;
  const tracked: TrackedSequelizePool = { late, asking: undefined, isReaping: false };
  Object.defineProperty(pool, TRACKED, { value: tracked });
  // A pool from before us shows what it holds.
  const [first] = [...pool._inUseObjects, ...pool._availableObjects];
  if (first !== undefined) late.see(first.resource);
  return tracked;
}

function readCounts(pool: SequelizePool): PoolCounts {
  const { size, available, using, waiting } = pool;
  return {
    total: size,
    idle: available,
    connecting: Math.max(0, size - available - using),
    queued: waiting,
    isEnded: pool._draining && size === 0 && waiting === 0,
  };
}

function readLimits({ maxSize, minSize, acquireTimeoutMillis }: SequelizePool): PoolLimits {
  return { max: maxSize, min: minSize, acquireTimeoutSeconds: acquireTimeoutMillis / 1000 };
}

/** Only the client's own limit ends a connect: the pool waits for it (sequelize-pool 7.1.0 lib/Pool.js, `_createResource`). */
function readSettings(pool: SequelizePool, { session }: LatePool): PoolSettings {
  return {
    ...session,
    library: "Sequelize",
    max: pool.maxSize,
    maxUses: pool.maxUsesPerResource,
    acquireTimeoutSeconds: pool.acquireTimeoutMillis / 1000,
  };
}

import type { PoolCounts, PoolLimits, PoolRegistry, PoolSettings } from "@plimsoll/pool-observer";
import { connectionOf } from "../pg-client/pg-connection.ts";
import type { Creation } from "../resource-pool/creation.ts";
import { identifyClient } from "../resource-pool/identify-client.ts";
import { LatePool, type LateRequest } from "../resource-pool/late-pool.ts";
import { readSafely } from "../read-safely.ts";
import type { TarnPool } from "./tarn-shapes.ts";

const TRACKED = Symbol("plimsoll.pool");

/** What is kept per pool; requests and creations by tarn's id of their events. */
export interface TrackedTarnPool {
  readonly late: LatePool;
  readonly requests: Map<unknown, LateRequest>;
  readonly creations: Map<unknown, Creation>;
}

/** The record of `pool`, made at first sight: usually its first `acquire()`. */
export function trackTarnPool(
  pool: TarnPool,
  registry: PoolRegistry,
  name?: string,
): TrackedTarnPool {
  const known = (pool as { [TRACKED]?: TrackedTarnPool })[TRACKED];
  if (known !== undefined) return known;
  const late: LatePool = new LatePool({
    registry,
    source: readSafely(pool, readCounts, readLimits, (alive) => readSettings(alive, late)),
    identify: identifyClient,
  });
  late.explicitName = name;
  const tracked: TrackedTarnPool = { late, requests: new Map(), creations: new Map() };
  Object.defineProperty(pool, TRACKED, { value: tracked });
  // A pool from before us shows what it holds.
  const [first] = [...pool.used, ...pool.free];
  if (first !== undefined) late.see(first.resource);
  return tracked;
}

function readCounts(pool: TarnPool): PoolCounts {
  // While the pool is destroyed, those whose socket is being closed are still in the list.
  const idle = pool.free.filter(({ resource }) => connectionOf(resource)?.isClosing !== true);
  const connecting = pool.pendingCreates.length;
  const total = pool.used.length + idle.length + connecting;
  return {
    total,
    idle: idle.length,
    connecting,
    queued: pool.pendingAcquires.length + pool.pendingValidations.length,
    isEnded: pool.destroyed && total === 0,
  };
}

function readLimits({ max, min, acquireTimeoutMillis }: TarnPool): PoolLimits {
  return { max, min, acquireTimeoutSeconds: acquireTimeoutMillis / 1000 };
}

/** Knex gives its connections an `error` listener of its own, and tarn has no limit of age or use. */
function readSettings(pool: TarnPool, { session }: LatePool): PoolSettings {
  return {
    ...session,
    library: "Knex",
    max: pool.max,
    acquireTimeoutSeconds: pool.acquireTimeoutMillis / 1000,
    connectTimeoutSeconds: pool.createTimeoutMillis / 1000,
  };
}

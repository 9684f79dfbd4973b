import type { PoolCounts, PoolLimits, PoolSettings, PoolSource } from "@plimsoll/pool-observer";
import { guard } from "./guard.ts";

const GONE: PoolCounts = { total: 0, idle: 0, connecting: 0, queued: 0, isEnded: true };

/**
 * Reads `pool` at collection. A pool that cannot be read any more keeps its last values: to throw at collection would hide every other pool.
 * The pool is held weakly, so that an app that makes one per tenant or per test and forgets it keeps no more memory than without us;
 * one that is gone counts as ended.
 *
 * @param readSettings of an adapter that can tell how the pool is set; not called before the first collection
 */
export function readSafely<P extends object>(
  pool: P,
  readCounts: (pool: P) => PoolCounts,
  readLimits: (pool: P) => PoolLimits,
  readSettings: (pool: P) => PoolSettings = () => ({}),
): PoolSource {
  const weak = new WeakRef(pool);
  let counts = readCounts(pool);
  let limits = readLimits(pool);
  let settings: PoolSettings = {};
  return {
    counts: () => {
      const alive = weak.deref();
      if (alive === undefined) return GONE;
      return (counts = guard(() => readCounts(alive)) ?? counts);
    },
    limits: () => {
      const alive = weak.deref();
      if (alive !== undefined) limits = guard(() => readLimits(alive)) ?? limits;
      return limits;
    },
    settings: () => {
      const alive = weak.deref();
      if (alive !== undefined) settings = guard(() => readSettings(alive)) ?? settings;
      return settings;
    },
  };
}

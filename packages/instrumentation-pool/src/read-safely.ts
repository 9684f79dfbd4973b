import type { PoolSource } from "@plimsoll/pool-observer";
import { guard } from "./guard.ts";

/** A pool that cannot be read any more keeps its last values: to throw at collection would hide every other pool. */
export function readSafely(source: PoolSource): PoolSource {
  let counts = source.counts();
  let limits = source.limits();
  return {
    counts: () => (counts = guard(() => source.counts()) ?? counts),
    limits: () => (limits = guard(() => source.limits()) ?? limits),
  };
}

import type { PoolRegistry, PoolSnapshot } from "@plimsoll/pool-observer";
import type { ProbeState } from "../readiness/database-probe.ts";
import type { Readiness } from "../readiness/judge-readiness.ts";

/** Who holds and who waits in one pool now, and when it last became short. */
export interface PoolReport extends PoolSnapshot {
  /** As it was at the beginning of the last shortage; null when there was none. */
  readonly lastShortage: PoolSnapshot | null;
}

/** What `/debug/pools` shows; its JSON is this object. */
export interface PoolsReport {
  /** Unix seconds. */
  readonly takenAt: number;
  readonly readiness: Readiness;
  /** Null: there is no probe. */
  readonly probe: ProbeState | null;
  readonly pools: readonly PoolReport[];
}

/** Looks at every pool of `registry` that has not ended; those in which most requests wait come first. */
export function reportOnPools(
  registry: PoolRegistry,
  readiness: Readiness,
  probe: ProbeState | undefined,
): PoolsReport {
  const pools: PoolReport[] = [];
  for (const tracker of registry.trackers()) {
    if (tracker.isEnded) continue;
    pools.push({ ...tracker.snapshot(), lastShortage: tracker.lastShortage ?? null });
  }
  return {
    takenAt: Date.now() / 1000,
    readiness,
    probe: probe ?? null,
    pools: pools.toSorted((a, b) => b.pending - a.pending),
  };
}

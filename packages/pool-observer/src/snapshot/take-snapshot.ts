import type { Verdict } from "../cause/judge.ts";
import type { PoolLedger } from "../pool-ledger.ts";
import type { PoolCounts, PoolLimits } from "../pool-source.ts";
import { holdersOf, type PoolSnapshot, waitersOf } from "./pool-snapshot.ts";

/** What is known of a pool at `now`. */
export interface SnapshotInputs {
  readonly pool: string;
  readonly ledger: PoolLedger;
  readonly counts: PoolCounts;
  readonly limits: PoolLimits;
  readonly verdict: Verdict | undefined;
  readonly now: number;
}

/** Who holds and who waits at `now`. */
export function takeSnapshot(inputs: SnapshotInputs): PoolSnapshot {
  const { pool, ledger, counts, limits, verdict, now } = inputs;
  return {
    pool,
    takenAt: Date.now() / 1000,
    limit: limits.max,
    ...ledger.connections(counts),
    pending: ledger.pending(counts),
    acquireTimeoutSeconds: limits.acquireTimeoutSeconds,
    cause: verdict?.cause ?? null,
    evidence: verdict?.evidence ?? null,
    ...holdersOf(ledger.holds.all(), (held) => ledger.isSuspect(held, now), now),
    ...waitersOf(ledger.waits.all(), now),
  };
}

import type { LoopTotals } from "../event-loop.ts";
import type { PoolLedger } from "../pool-ledger.ts";
import type { PoolCounts } from "../pool-source.ts";
import type { PoolMoment, PoolTotals, ServerLockWaits } from "./pool-totals.ts";

/** What a verdict looks at in the totals of a pool. */
export function totalsOf(ledger: PoolLedger, loop: LoopTotals, now: number): PoolTotals {
  const { timeout } = ledger.outcomes;
  const { succeeded, failed } = ledger.connects.totals;
  return {
    at: now,
    started: ledger.started,
    granted: ledger.granted,
    timeouts: timeout,
    usedSeconds: ledger.holds.usedSeconds(now),
    queryingSeconds: ledger.holds.queryingSeconds(now),
    saturatedSeconds: ledger.holds.saturatedSeconds(now),
    pendingSeconds: ledger.waits.pendingSeconds(now),
    waitingSeconds: ledger.waits.waitingSeconds(now),
    nestedSeconds: ledger.waits.nestedSeconds(now),
    onIdleSeconds: ledger.waits.onIdleSeconds,
    grantedWaitSeconds: ledger.waitTime.sum,
    queries: ledger.holds.queries,
    holds: ledger.useTime.count,
    heldSeconds: ledger.useTime.sum,
    parkedSeconds: ledger.parkedTime.sum,
    connectsSucceeded: succeeded,
    connectsFailed: failed,
    ...loop,
  };
}

/** What a verdict looks at beside the totals. @param lockWaits undefined when the server was not asked of late */
export function momentOf(
  ledger: PoolLedger,
  counts: PoolCounts,
  limit: number,
  lockWaits: ServerLockWaits | undefined,
  now: number,
): PoolMoment {
  const held = [...ledger.holds.all()];
  const suspects = held.filter((connection) => ledger.isSuspect(connection, now));
  return {
    limit,
    pending: ledger.waits.size,
    oldestWaiterSeconds: ledger.waits.oldestSeconds(now),
    connecting: counts.connecting,
    oldestConnectSeconds: ledger.connects.oldestSeconds(now),
    suspectSeconds: suspects.map(({ parkedSince }) => now - parkedSince),
    leakAfterSeconds: ledger.leakAfterSeconds,
    lockWaits,
    querying: held.filter(({ isQuerying }) => isQuerying).length,
  };
}

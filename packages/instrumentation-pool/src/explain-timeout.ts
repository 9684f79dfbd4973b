import type { PoolTracker } from "@plimsoll/pool-observer";

/** What an acquire-timeout error says of its pool, at the moment of the timeout. */
export interface PoolOfError {
  readonly name: string;
  readonly used: number;
  readonly idle: number;
  readonly pending: number;
  readonly max: number;
  /** Why the pool was short; null when no cause was plain. */
  readonly cause: string | null;
  /** The numbers behind the cause, in a sentence; null without a cause. */
  readonly evidence: string | null;
}

/**
 * Gives an acquire-timeout error the property `pool` (see {@link PoolOfError}), not enumerable, so that it shows in no log that was not made for it.
 * Class, message, stack and `cause` stay as they are; an error that has a `pool` of its own, or is frozen, stays as it is.
 */
export function explainTimeout(error: unknown, tracker: PoolTracker): void {
  if (!(error instanceof Error) || "pool" in error || !Object.isExtensible(error)) return;
  const { cause = null, evidence = null } = tracker.verdict() ?? {};
  const counts = tracker.counts();
  const pool: PoolOfError = { name: tracker.name, ...counts, cause, evidence };
  Object.defineProperty(error, "pool", { value: pool, configurable: true, writable: true });
}

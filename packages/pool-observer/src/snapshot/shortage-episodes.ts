import type { PoolSnapshot } from "./pool-snapshot.ts";

// With the whole limit used, a wait that a user can feel is a shortage; a healthy queue stands for milliseconds.
const SATURATED_WAIT_SECONDS = 0.1;
// With room left a request may wait for its connection to open; a second is where user harm starts.
const WAIT_SECONDS = 1;
// A shortage that comes back sooner is the same one: one incident, one snapshot.
const QUIET_SECONDS = 30;

/** Tells when a pool becomes short of connections, once for each shortage. */
export class ShortageEpisodes {
  #shortUntil = Number.NEGATIVE_INFINITY;
  /** What was seen when the last one began. */
  snapshot: PoolSnapshot | undefined;

  /** Whether a shortage begins now. */
  begins(oldestWaiterSeconds: number, isSaturated: boolean, now: number): boolean {
    const isShort = oldestWaiterSeconds >= (isSaturated ? SATURATED_WAIT_SECONDS : WAIT_SECONDS);
    if (!isShort) return false;
    const isNew = now - this.#shortUntil > QUIET_SECONDS;
    this.#shortUntil = now;
    return isNew;
  }
}

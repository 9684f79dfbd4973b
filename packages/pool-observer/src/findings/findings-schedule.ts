import { POOL_LIMIT } from "@plimsoll/catalog";

// Time for the app to add its listeners, and for the first connection to show how it is set.
const SETTLED_SECONDS = 3;

/** When to speak of each pool's settings: once, a few seconds after it was first seen; of so many pools per process as can have a name. */
export class FindingsSchedule {
  readonly #firstSeen = new WeakMap<object, number>();
  readonly #told = new WeakSet<object>();
  #left = POOL_LIMIT;

  /** Called again and again with each pool; true once for each. */
  isDue(pool: object, now: number): boolean {
    if (this.#told.has(pool)) return false;
    const firstSeen = this.#firstSeen.get(pool) ?? now;
    this.#firstSeen.set(pool, firstSeen);
    if (now - firstSeen < SETTLED_SECONDS || this.#left === 0) return false;
    this.#told.add(pool);
    this.#left -= 1;
    return true;
  }
}

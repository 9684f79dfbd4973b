/** Bounds of a {@link FairTable}. */
export interface FairTableOptions<T> {
  /** Keys that have a value of their own at a time. */
  readonly limit: number;
  /** Makes the value of a key, or the one that all others share; it is to start at zero. */
  readonly create: () => T;
  readonly now?: number;
}

interface Named<T> {
  readonly value: T;
  /** Weight of the last minutes, older for less, without what is in `fresh`. */
  recent: number;
  /** Weight since the last {@link FairTable.rebalance}. */
  fresh: number;
}

// What a key weighed five minutes ago counts half.
const HALF_LIFE_SECONDS = 300;
// Beyond this many keys without a value of their own, the one that weighs least of late is forgotten.
const CANDIDATE_LIMIT = 100;
// A key takes another's place only when it is plainly heavier: two that are alike must not take turns.
const TAKEOVER_FACTOR = 2;
// And when it matters: a place for a key with less than a hundredth of the whole helps nobody.
const TAKEOVER_SHARE = 0.01;

/**
 * Values by key, for series that only ever grow.
 *
 * Bounded: `limit` keys have a value of their own, the others share one. Fair to late-comers: a key that comes when all places are taken, and is
 * heavier of late than one of those that have one, takes its place at the next {@link rebalance}. What it did before that stays in the shared value;
 * a key that lost its place and gets it back goes on with the value that it had.
 */
export class FairTable<T> {
  readonly #limit: number;
  readonly #create: () => T;
  readonly #named = new Map<string, Named<T>>();
  readonly #candidates = new Map<string, number>();
  readonly #retired = new Map<string, T>();
  #other: T | undefined;
  #rebalancedAt: number;

  constructor({ limit, create, now = 0 }: FairTableOptions<T>) {
    this.#limit = limit;
    this.#create = create;
    this.#rebalancedAt = now;
  }

  /** Whether `key` has a value of its own, or would get one now. */
  hasPlace(key: string): boolean {
    return this.#named.has(key) || this.#named.size < this.#limit;
  }

  /** The value to which something of `key` is to be added: its own, or that of all others. `weight` is how much the key matters by it. */
  get(key: string, weight: number): T {
    const named = this.#named.get(key);
    if (named === undefined) return this.#getUnnamed(key, weight);
    named.fresh += weight;
    return named.value;
  }

  /** What keys without a place share; undefined while there was none. */
  get other(): T | undefined {
    return this.#other;
  }

  *entries(): Generator<[string, T]> {
    for (const [key, { value }] of this.#named) yield [key, value];
  }

  /** Gives places to those keys without one that are heavier of late; called at collection. */
  rebalance(now: number): void {
    const factor = 0.5 ** ((now - this.#rebalancedAt) / HALF_LIFE_SECONDS);
    this.#rebalancedAt = now;
    let total = 0;
    for (const named of this.#named.values()) {
      named.recent = named.recent * factor + named.fresh;
      named.fresh = 0;
      total += named.recent;
    }
    if (this.#candidates.size === 0) return;
    for (const [key, recent] of this.#candidates) {
      total += recent;
      this.#candidates.set(key, recent * factor);
    }
    while (this.#takeOver(total * TAKEOVER_SHARE));
  }

  #getUnnamed(key: string, weight: number): T {
    if (this.#named.size < this.#limit) {
      const value = this.#create();
      this.#named.set(key, { value, recent: 0, fresh: weight });
      return value;
    }
    const recent = this.#candidates.get(key);
    if (recent === undefined && this.#candidates.size >= CANDIDATE_LIMIT)
      this.#candidates.delete(lightest(this.#candidates, (r) => r)[0]);
    this.#candidates.set(key, (recent ?? 0) + weight);
    this.#other ??= this.#create();
    return this.#other;
  }

  #takeOver(atLeast: number): boolean {
    if (this.#candidates.size === 0) return false;
    const [key, heaviest] = lightest(this.#candidates, (recent) => -recent);
    const [loser, named] = lightest(this.#named, ({ recent }) => recent);
    if (heaviest < atLeast || heaviest <= TAKEOVER_FACTOR * named.recent) return false;
    this.#retired.set(loser, named.value);
    this.#named.delete(loser);
    this.#candidates.delete(key);
    const [oldest] = this.#retired.keys();
    if (this.#retired.size > CANDIDATE_LIMIT && oldest !== undefined) this.#retired.delete(oldest);
    const value = this.#retired.get(key) ?? this.#create();
    this.#retired.delete(key);
    this.#named.set(key, { value, recent: heaviest, fresh: 0 });
    return true;
  }
}

/** The entry whose value weighs least; `all` must not be empty. */
function lightest<V>(all: ReadonlyMap<string, V>, weigh: (value: V) => number): [string, V] {
  return [...all].reduce((least, entry) => (weigh(entry[1]) < weigh(least[1]) ? entry : least));
}

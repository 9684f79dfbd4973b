import { OTHER_ROUTE, ROUTE_LIMIT } from "@plimsoll/catalog";

/** Seconds that one route held connections and waited for them. */
export interface RouteTotals {
  hold: number;
  wait: number;
}

interface Named extends RouteTotals {
  /** Seconds of the last minutes, older ones for less: up to `counted` of `hold + wait`. */
  recent: number;
  counted: number;
}

// What a route did five minutes ago counts half.
const HALF_LIFE_SECONDS = 300;
// Beyond this many routes without a name, the one with the fewest recent seconds is forgotten.
const CANDIDATE_LIMIT = 100;
// A route takes another's name only when it is plainly heavier: two that are alike must not take turns.
const TAKEOVER_FACTOR = 2;
// And when it matters: names for a route with less than a hundredth of the pool's time help nobody.
const TAKEOVER_SHARE = 0.01;

/**
 * Seconds by route; each series only ever grows, because it is a counter.
 *
 * Bounded: {@link ROUTE_LIMIT} routes have a name of their own, the others share `other`. Fair to late-comers: a route that comes when all names are
 * taken, and is heavier of late than one of those that have one, takes its place at the next {@link rebalance}. The seconds before that stay in
 * `other`; a route that lost its name and gets it back goes on from where its series ended.
 */
export class RouteSeconds {
  readonly #named = new Map<string, Named>();
  readonly #candidates = new Map<string, number>();
  readonly #retired = new Map<string, Named>();
  #other: RouteTotals | undefined;
  #rebalancedAt: number;

  constructor(now = 0) {
    this.#rebalancedAt = now;
  }

  /** The name under which `route` is reported: its own, or `other`. */
  named(route: string): string {
    return this.#named.has(route) || this.#named.size < ROUTE_LIMIT ? route : OTHER_ROUTE;
  }

  add(route: string, kind: keyof RouteTotals, seconds: number): void {
    const named = this.#named.get(route);
    if (named === undefined) this.#addUnnamed(route, kind, seconds);
    else named[kind] += seconds;
  }

  *entries(): Generator<[string, Readonly<RouteTotals>]> {
    yield* this.#named;
    if (this.#other !== undefined) yield [OTHER_ROUTE, this.#other];
  }

  /** Gives names to those routes without one that are heavier of late; called at collection. */
  rebalance(now: number): void {
    const factor = 0.5 ** ((now - this.#rebalancedAt) / HALF_LIFE_SECONDS);
    this.#rebalancedAt = now;
    let total = 0;
    for (const named of this.#named.values()) {
      const sum = named.hold + named.wait;
      named.recent = named.recent * factor + sum - named.counted;
      named.counted = sum;
      total += named.recent;
    }
    if (this.#candidates.size === 0) return;
    for (const [route, recent] of this.#candidates) {
      total += recent;
      this.#candidates.set(route, recent * factor);
    }
    while (this.#takeOver(total * TAKEOVER_SHARE));
  }

  #addUnnamed(route: string, kind: keyof RouteTotals, seconds: number): void {
    if (this.#named.size < ROUTE_LIMIT) {
      this.#named.set(route, { hold: 0, wait: 0, recent: 0, counted: 0 });
      this.add(route, kind, seconds);
      return;
    }
    this.#other ??= { hold: 0, wait: 0 };
    this.#other[kind] += seconds;
    const recent = this.#candidates.get(route);
    if (recent === undefined && this.#candidates.size >= CANDIDATE_LIMIT)
      this.#candidates.delete(lightest(this.#candidates, (r) => r)[0]);
    this.#candidates.set(route, (recent ?? 0) + seconds);
  }

  #takeOver(atLeast: number): boolean {
    if (this.#candidates.size === 0) return false;
    const [route, heaviest] = lightest(this.#candidates, (recent) => -recent);
    const [loser, { recent }] = lightest(this.#named, (named) => named.recent);
    if (heaviest < atLeast || heaviest <= TAKEOVER_FACTOR * recent) return false;
    this.#retired.set(loser, this.#named.get(loser) as Named);
    this.#named.delete(loser);
    this.#candidates.delete(route);
    if (this.#retired.size > CANDIDATE_LIMIT)
      this.#retired.delete(this.#retired.keys().next().value as string);
    const before = this.#retired.get(route) ?? { hold: 0, wait: 0, recent: 0, counted: 0 };
    this.#retired.delete(route);
    this.#named.set(route, { ...before, recent: heaviest });
    return true;
  }
}

/** The entry whose value weighs least; `all` must not be empty. */
function lightest<T>(all: ReadonlyMap<string, T>, weigh: (value: T) => number): [string, T] {
  return [...all].reduce((least, entry) => (weigh(entry[1]) < weigh(least[1]) ? entry : least));
}

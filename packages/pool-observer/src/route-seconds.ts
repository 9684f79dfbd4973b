import { OTHER_ROUTE, ROUTE_LIMIT } from "@plimsoll/catalog";

/** Seconds that one route held connections and waited for them. */
export interface RouteTotals {
  hold: number;
  wait: number;
}

/**
 * Seconds by route; they only ever grow, because a route's series is a counter.
 * Bounded: {@link ROUTE_LIMIT} routes have a name of their own, further ones share `other`.
 */
export class RouteSeconds {
  readonly #totals = new Map<string, RouteTotals>();

  /** The name under which `route` is reported: its own, or `other`. */
  named(route: string): string {
    return this.#totals.has(route) || this.#totals.size < ROUTE_LIMIT ? route : OTHER_ROUTE;
  }

  add(route: string, kind: keyof RouteTotals, seconds: number): void {
    this.#of(this.named(route))[kind] += seconds;
  }

  entries(): Iterable<[string, Readonly<RouteTotals>]> {
    return this.#totals.entries();
  }

  #of(name: string): RouteTotals {
    let totals = this.#totals.get(name);
    if (totals === undefined) {
      totals = { hold: 0, wait: 0 };
      this.#totals.set(name, totals);
    }
    return totals;
  }
}

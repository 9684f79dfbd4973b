import { OTHER_ROUTE, ROUTE_LIMIT } from "@plimsoll/catalog";
import { FairTable } from "./fair-table.ts";

/** Seconds that one route held connections and waited for them. */
export interface RouteTotals {
  hold: number;
  wait: number;
}

/** Seconds by route: {@link ROUTE_LIMIT} routes have a name of their own, the others share `other` (see {@link FairTable}). */
export class RouteSeconds {
  readonly #totals: FairTable<RouteTotals>;

  constructor(now = 0) {
    this.#totals = new FairTable({
      limit: ROUTE_LIMIT,
      create: () => ({ hold: 0, wait: 0 }),
      now,
    });
  }

  /** The name under which `route` is reported: its own, or `other`. */
  named(route: string): string {
    return this.#totals.hasPlace(route) ? route : OTHER_ROUTE;
  }

  add(route: string, kind: keyof RouteTotals, seconds: number): void {
    this.#totals.get(route, seconds)[kind] += seconds;
  }

  *entries(): Generator<[string, Readonly<RouteTotals>]> {
    yield* this.#totals.entries();
    if (this.#totals.other !== undefined) yield [OTHER_ROUTE, this.#totals.other];
  }

  /** Gives names to those routes without one that are heavier of late; called at collection. */
  rebalance(now: number): void {
    this.#totals.rebalance(now);
  }
}

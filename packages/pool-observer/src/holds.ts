import { type RouteSource, routeName } from "./active-route.ts";
import { AgeList } from "./age-list.ts";
import type { HeldConnection } from "./held-connection.ts";
import type { RouteSeconds } from "./route-seconds.ts";
import { TimeIntegral } from "./time-integral.ts";

/** The connections that are held now, and the exact time that connections were held and queried. */
export class Holds {
  readonly #held = new AgeList<HeldConnection>();
  readonly #used: TimeIntegral;
  readonly #querying: TimeIntegral;
  readonly #saturated: TimeIntegral;

  constructor(now: number) {
    this.#used = new TimeIntegral(now);
    this.#querying = new TimeIntegral(now);
    this.#saturated = new TimeIntegral(now);
  }

  get size(): number {
    return this.#held.size;
  }

  start(connection: HeldConnection, routeSource: RouteSource | undefined, now: number): void {
    connection.isHeld = true;
    connection.isListening = false;
    connection.heldSince = now;
    connection.parkedSince = now;
    connection.creditedUntil = now;
    connection.routeSource = routeSource;
    this.#held.push(connection);
    this.#used.add(1, now);
    if (connection.isQuerying) this.#startQuerying(connection, now);
  }

  /** Ends the hold and credits the rest of it to its route; returns its length in seconds. */
  end(connection: HeldConnection, routes: RouteSeconds, now: number): number {
    creditHold(connection, routes, now);
    if (connection.isQuerying) this.#querying.add(-1, now);
    this.#held.remove(connection);
    this.#used.add(-1, now);
    connection.isHeld = false;
    connection.routeSource = undefined;
    return now - connection.heldSince;
  }

  queryStarted(connection: HeldConnection, now: number): void {
    if (connection.isQuerying) {
      connection.queryingSince = now;
      return;
    }
    connection.isQuerying = true;
    if (connection.isHeld) this.#startQuerying(connection, now);
  }

  queryEnded(connection: HeldConnection, now: number): void {
    if (!connection.isQuerying) return;
    connection.isQuerying = false;
    connection.parkedSince = now;
    if (connection.isHeld) this.#querying.add(-1, now);
  }

  /** Notes whether every connection of the limit is held; called after each change of {@link size}. */
  noteSaturation(isSaturated: boolean, now: number): void {
    const level = isSaturated ? 1 : 0;
    if (level !== this.#saturated.level) this.#saturated.add(level - this.#saturated.level, now);
  }

  usedSeconds(now: number): number {
    return this.#used.total(now);
  }

  queryingSeconds(now: number): number {
    return this.#querying.total(now);
  }

  saturatedSeconds(now: number): number {
    return this.#saturated.total(now);
  }

  /** Ages in seconds of the oldest holder, the longest parked connection and the oldest query; 0 when there is none. */
  ages(now: number): { holder: number; parked: number; query: number } {
    const ages = { holder: 0, parked: 0, query: 0 };
    for (const connection of this.#held) {
      ages.holder = Math.max(ages.holder, now - connection.heldSince);
      if (connection.isQuerying) ages.query = Math.max(ages.query, now - connection.queryingSince);
      else if (!connection.isListening)
        ages.parked = Math.max(ages.parked, now - connection.parkedSince);
    }
    return ages;
  }

  /** Connections parked for longer than `afterSeconds`, by route. */
  leakSuspects(afterSeconds: number, now: number): Map<string, number> {
    const suspects = new Map<string, number>();
    for (const connection of this.#held) {
      if (connection.isQuerying || connection.isListening) continue;
      if (now - connection.parkedSince <= afterSeconds) continue;
      const route = routeName(connection.routeSource);
      suspects.set(route, (suspects.get(route) ?? 0) + 1);
    }
    return suspects;
  }

  /** Credits the running holds to their routes up to now, so that a hold that never ends is seen too. */
  creditRunning(routes: RouteSeconds, now: number): void {
    for (const connection of this.#held) creditHold(connection, routes, now);
  }

  #startQuerying(connection: HeldConnection, now: number): void {
    connection.queryingSince = now;
    this.#querying.add(1, now);
  }
}

function creditHold(connection: HeldConnection, routes: RouteSeconds, now: number): void {
  routes.add(routeName(connection.routeSource), "hold", now - connection.creditedUntil);
  connection.creditedUntil = now;
}

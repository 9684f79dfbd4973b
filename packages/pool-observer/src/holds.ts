import { routeName } from "./active-route.ts";
import { AgeList } from "./age-list.ts";
import type { HeldConnection } from "./held-connection.ts";
import type { PoolRequest } from "./pool-request.ts";
import type { RouteSeconds } from "./route-seconds.ts";
import { TimeIntegral } from "./time-integral.ts";

/** The connections that are held now, and the exact time that connections were held and queried. */
export class Holds {
  readonly #held = new AgeList<HeldConnection>();
  readonly #used: TimeIntegral;
  readonly #querying: TimeIntegral;
  readonly #saturated: TimeIntegral;
  #queries = 0;

  constructor(now: number) {
    this.#used = new TimeIntegral(now);
    this.#querying = new TimeIntegral(now);
    this.#saturated = new TimeIntegral(now);
  }

  get size(): number {
    return this.#held.size;
  }

  /** Queries that ended or were followed by the next one, within holds. */
  get queries(): number {
    return this.#queries;
  }

  /** Process ids of the server's backends that the connections serve. */
  backendPids(): number[] {
    return [...this.#held].flatMap(({ source }) => source?.backendPid() ?? []);
  }

  /** Oldest first. */
  all(): Iterable<HeldConnection> {
    return this.#held;
  }

  start(connection: HeldConnection, request: PoolRequest, now: number): void {
    connection.isHeld = true;
    connection.isListening = false;
    connection.heldSince = now;
    connection.parkedSince = now;
    connection.creditedUntil = now;
    connection.queriedSeconds = 0;
    connection.request = request;
    if (request.flow !== undefined) request.flow.held = connection;
    this.#held.push(connection);
    request.account?.holds(1, now);
    this.#used.add(1, now);
    if (connection.isQuerying) this.#startQuerying(connection, now);
  }

  /** Ends the hold and credits the rest of it to its route; {@link HeldConnection.queriedSeconds} is then that of the whole hold. */
  end(connection: HeldConnection, routes: RouteSeconds, now: number): void {
    creditHold(connection, routes, now);
    if (connection.isQuerying) this.#stopQuerying(connection, now);
    this.#held.remove(connection);
    connection.request?.account?.holds(-1, now);
    this.#used.add(-1, now);
    connection.isHeld = false;
    const flow = connection.request?.flow;
    if (flow !== undefined) flow.held = undefined;
    connection.request = undefined;
  }

  queryStarted(connection: HeldConnection, now: number): void {
    if (connection.isQuerying) {
      connection.queryingSince = now;
      if (connection.isHeld) this.#queries += 1;
      return;
    }
    connection.isQuerying = true;
    if (connection.isHeld) this.#startQuerying(connection, now);
  }

  queryEnded(connection: HeldConnection, now: number): void {
    if (!connection.isQuerying) return;
    connection.isQuerying = false;
    connection.parkedSince = now;
    if (connection.isHeld) this.#stopQuerying(connection, now);
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
      if (!isLeakSuspect(connection, afterSeconds, now)) continue;
      const route = routeName(connection.request?.routeSource);
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
    connection.busySince = now;
    this.#querying.add(1, now);
    connection.request?.account?.queries(1, now);
  }

  #stopQuerying(connection: HeldConnection, now: number): void {
    connection.queriedSeconds += now - connection.busySince;
    this.#queries += 1;
    this.#querying.add(-1, now);
    connection.request?.account?.queries(-1, now);
  }
}

/** Whether a connection is held with no query in flight for longer than `afterSeconds`, and does not just listen. */
export function isLeakSuspect(
  connection: HeldConnection,
  afterSeconds: number,
  now: number,
): boolean {
  if (connection.isQuerying || connection.isListening) return false;
  return now - connection.parkedSince > afterSeconds;
}

function creditHold(connection: HeldConnection, routes: RouteSeconds, now: number): void {
  routes.add(routeName(connection.request?.routeSource), "hold", now - connection.creditedUntil);
  connection.creditedUntil = now;
}

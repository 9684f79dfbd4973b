import { routeName } from "./active-route.ts";
import { AgeList } from "./age-list.ts";
import type { PoolRequest } from "./pool-request.ts";
import type { RouteSeconds } from "./route-seconds.ts";
import { TimeIntegral } from "./time-integral.ts";

/** The requests that wait now, and the exact time that requests waited. */
export class Waits {
  readonly #pending = new AgeList<PoolRequest>();
  readonly #queueLength: TimeIntegral;
  readonly #anyone: TimeIntegral;
  readonly #nested: TimeIntegral;
  #onIdle = 0;

  constructor(now: number) {
    this.#queueLength = new TimeIntegral(now);
    this.#anyone = new TimeIntegral(now);
    this.#nested = new TimeIntegral(now);
  }

  get size(): number {
    return this.#pending.size;
  }

  get oldest(): PoolRequest | undefined {
    return this.#pending.oldest;
  }

  start(request: PoolRequest, now: number): void {
    this.#pending.push(request);
    request.account?.waits(1, request.isConnect, now);
    this.#queueLength.add(1, now);
    if (this.#pending.size === 1) this.#anyone.add(1, now);
    if (request.isNested) this.#nested.add(1, now);
  }

  /** Ends the wait and credits the rest of it to its route; returns its length in seconds. */
  end(request: PoolRequest, routes: RouteSeconds, now: number): number {
    creditWait(request, routes, now);
    request.isPending = false;
    this.#pending.remove(request);
    request.account?.waits(-1, request.isConnect, now);
    this.#queueLength.add(-1, now);
    if (this.#pending.size === 0) this.#anyone.add(-1, now);
    if (request.isNested) this.#nested.add(-1, now);
    const waited = now - request.startedAt;
    if (request.expected === "idle") this.#onIdle += waited;
    return waited;
  }

  /** ∫ queue length dt: request-seconds. */
  pendingSeconds(now: number): number {
    return this.#queueLength.total(now);
  }

  /** ∫ nested requests that wait dt: request-seconds. */
  nestedSeconds(now: number): number {
    return this.#nested.total(now);
  }

  /** Request-seconds of finished waits for which a connection was idle from the start: the event loop was what they waited for. */
  get onIdleSeconds(): number {
    return this.#onIdle;
  }

  /** Seconds with at least one request waiting. */
  waitingSeconds(now: number): number {
    return this.#anyone.total(now);
  }

  oldestSeconds(now: number): number {
    const oldest = this.#pending.oldest;
    return oldest === undefined ? 0 : now - oldest.startedAt;
  }

  /** Every request that waits, oldest first; a copy, so that each may be ended. */
  all(): PoolRequest[] {
    return [...this.#pending];
  }

  /** Credits the running waits to their routes up to now, so that a wait that never ends is seen too. */
  creditRunning(routes: RouteSeconds, now: number): void {
    for (const request of this.#pending) creditWait(request, routes, now);
  }
}

function creditWait(request: PoolRequest, routes: RouteSeconds, now: number): void {
  routes.add(routeName(request.routeSource), "wait", now - request.creditedUntil);
  request.creditedUntil = now;
}

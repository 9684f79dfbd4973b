import {
  CONNECT_ERROR_TYPES,
  HOLD_BUCKETS,
  NO_ROUTE,
  OTHER_ERROR_TYPE,
  OUTCOMES,
  type Outcome,
  WAIT_BUCKETS,
} from "@plimsoll/catalog";
import type { Attributes } from "@opentelemetry/api";
import { activeRouteSource } from "./active-route.ts";
import type { Clock } from "./clock.ts";
import { DurationHistogram } from "./duration-histogram.ts";
import type { DurationRecorder } from "./duration-recorder.ts";
import type { HeldConnection } from "./held-connection.ts";
import { Holds } from "./holds.ts";
import type { PoolReading } from "./pool-reading.ts";
import { type ExpectedGrant, PoolRequest } from "./pool-request.ts";
import type { PoolLimits, PoolSource } from "./pool-source.ts";
import { RouteSeconds } from "./route-seconds.ts";
import { Waits } from "./waits.ts";

// PostgreSQL has some 30 SQLSTATEs and Node some 10 errnos that a connect can end in.
const ERROR_TYPE_LIMIT = 50;

/** What a tracker needs from outside itself. */
export interface PoolTrackerOptions {
  readonly name: string;
  readonly attributes: Attributes;
  readonly source: PoolSource;
  readonly clock: Clock;
  readonly leakAfterSeconds: number;
  /** Who is told of each finished duration too; asked at every record, because meters come late. */
  readonly recorder: () => DurationRecorder | undefined;
}

/**
 * Accounts for one pool. An adapter calls the verbs as things happen; {@link read} gives every number at collection.
 *
 * Rule that always holds: requests started = requests finished (each in one outcome) + requests pending.
 */
export class PoolTracker {
  readonly name: string;
  readonly attributes: Attributes;
  readonly #source: PoolSource;
  readonly #clock: Clock;
  readonly #leakAfterSeconds: number;
  readonly #recorder: () => DurationRecorder | undefined;
  readonly #waits: Waits;
  readonly #holds: Holds;
  readonly #routes = new RouteSeconds();
  readonly #waitTime = new DurationHistogram(WAIT_BUCKETS);
  readonly #useTime = new DurationHistogram(HOLD_BUCKETS);
  readonly #createTime = new DurationHistogram(WAIT_BUCKETS);
  // Born with one series at 0, so that "no suspects" is a number and not a gap.
  readonly #suspectRoutes = new Set<string>([NO_ROUTE]);
  readonly #outcomes = Object.fromEntries(OUTCOMES.map((o) => [o, 0])) as Record<Outcome, number>;
  readonly #connectFailures = new Map<string, number>(CONNECT_ERROR_TYPES.map((e) => [e, 0]));
  #limits: PoolLimits;
  #started = 0;
  #closing = 0;

  constructor(options: PoolTrackerOptions) {
    this.name = options.name;
    this.attributes = options.attributes;
    this.#source = options.source;
    this.#clock = options.clock;
    this.#leakAfterSeconds = options.leakAfterSeconds;
    this.#recorder = options.recorder;
    this.#limits = options.source.limits();
    const now = this.#clock();
    this.#waits = new Waits(now);
    this.#holds = new Holds(now);
  }

  /** A connection was asked for: counts it before it waits. */
  requestStarted(expected: ExpectedGrant): PoolRequest {
    const now = this.#clock();
    const request = new PoolRequest(now, expected, activeRouteSource());
    this.#started += 1;
    this.#waits.start(request, now);
    return request;
  }

  /** `request` got `connection`: its wait ends and a hold begins. */
  requestGranted(request: PoolRequest, connection: HeldConnection): void {
    if (!request.isPending) return;
    const now = this.#clock();
    const waited = this.#finish(request, request.expected, now);
    this.#waitTime.record(waited);
    this.#recorder()?.waitTime(waited, this.attributes);
    if (connection.isHeld) this.#endHold(connection, now);
    this.#holds.start(connection, request.routeSource, now);
    this.#noteSaturation(now);
  }

  /** `request` ended without a connection. */
  requestFailed(request: PoolRequest, outcome: "timeout" | "failed" | "abandoned"): void {
    if (request.isPending) this.#finish(request, outcome, this.#clock());
  }

  /** `connection` was given back. Nothing happens when no hold of it was seen, such as one from before the tracker. */
  released(connection: HeldConnection): void {
    if (!connection.isHeld) return;
    const now = this.#clock();
    this.#endHold(connection, now);
    this.#noteSaturation(now);
  }

  /** A query was sent on `connection`, or the next one right after another. */
  queryStarted(connection: HeldConnection): void {
    this.#holds.queryStarted(connection, this.#clock());
  }

  /** No query is in flight on `connection` any more. */
  queryEnded(connection: HeldConnection): void {
    this.#holds.queryEnded(connection, this.#clock());
  }

  /** A connect began; give the result to {@link connectSucceeded} or {@link connectFailed}. */
  connectStarted(): number {
    return this.#clock();
  }

  connectSucceeded(startedAt: number): void {
    this.#connectEnded(startedAt);
  }

  /** A connect that began at `startedAt` failed with a SQLSTATE, an errno, `timeout`, or with an error that has none of these. */
  connectFailed(startedAt: number, errorType: string | undefined): void {
    this.#connectEnded(startedAt);
    const isNamed =
      errorType !== undefined &&
      (this.#connectFailures.has(errorType) || this.#connectFailures.size < ERROR_TYPE_LIMIT);
    const type = isNamed ? errorType : OTHER_ERROR_TYPE;
    this.#connectFailures.set(type, (this.#connectFailures.get(type) ?? 0) + 1);
  }

  /** The pool dropped a connection whose socket is still open. */
  closeStarted(): void {
    this.#closing += 1;
  }

  closeEnded(): void {
    this.#closing -= 1;
  }

  /** Everything at this moment, holds and waits that still run included. */
  read(): PoolReading {
    const now = this.#clock();
    const counts = this.#source.counts();
    this.#limits = this.#source.limits();
    if (counts.isEnded) this.#abandonAll(now);
    this.#holds.creditRunning(this.#routes, now);
    this.#waits.creditRunning(this.#routes, now);
    return {
      connections: {
        idle: counts.idle,
        used: counts.total - counts.idle - counts.connecting,
        connecting: counts.connecting,
        closing: this.#closing,
      },
      limits: this.#limits,
      // Requests that were queued before the tracker was there are known to the pool alone.
      pendingRequests: Math.max(this.#waits.size, counts.isEnded ? 0 : counts.queued),
      requestsStarted: this.#started,
      outcomes: this.#outcomes,
      usedSeconds: this.#holds.usedSeconds(now),
      queryingSeconds: this.#holds.queryingSeconds(now),
      pendingSeconds: this.#waits.pendingSeconds(now),
      pressureSeconds: {
        waiting: this.#waits.waitingSeconds(now),
        saturated: this.#holds.saturatedSeconds(now),
      },
      oldestSeconds: { waiter: this.#waits.oldestSeconds(now), ...this.#holds.ages(now) },
      leakSuspects: this.#leakSuspects(now),
      routeSeconds: this.#routes,
      connectFailures: this.#connectFailures,
      durations: {
        waitTime: this.#waitTime.read(),
        useTime: this.#useTime.read(),
        createTime: this.#createTime.read(),
      },
    };
  }

  get isEnded(): boolean {
    return this.#source.counts().isEnded;
  }

  #finish(request: PoolRequest, outcome: Outcome, now: number): number {
    this.#outcomes[outcome] += 1;
    return this.#waits.end(request, this.#routes, now);
  }

  #connectEnded(startedAt: number): void {
    const seconds = this.#clock() - startedAt;
    this.#createTime.record(seconds);
    this.#recorder()?.createTime(seconds, this.attributes);
  }

  #endHold(connection: HeldConnection, now: number): void {
    const held = this.#holds.end(connection, this.#routes, now);
    this.#useTime.record(held);
    this.#recorder()?.useTime(held, this.attributes);
  }

  #noteSaturation(now: number): void {
    this.#holds.noteSaturation(this.#holds.size >= this.#limits.max, now);
  }

  #abandonAll(now: number): void {
    for (const request of this.#waits.all()) this.#finish(request, "abandoned", now);
  }

  #leakSuspects(now: number): Map<string, number> {
    const suspects = new Map<string, number>();
    for (const route of this.#suspectRoutes) suspects.set(route, 0);
    for (const [route, count] of this.#holds.leakSuspects(this.#leakAfterSeconds, now)) {
      const name = this.#routes.named(route);
      this.#suspectRoutes.add(name);
      suspects.set(name, (suspects.get(name) ?? 0) + count);
    }
    return suspects;
  }
}

import type { CloseReason, Outcome } from "@plimsoll/catalog";
import { type Attributes, context } from "@opentelemetry/api";
import type { Verdict } from "./cause/judge.ts";
import { momentOf, totalsOf } from "./cause/measure.ts";
import { KnownLockWaits } from "./cause/known-lock-waits.ts";
import { PoolHistory } from "./cause/pool-history.ts";
import type { Clock } from "./clock.ts";
import type { ConfigFinding } from "./findings/config-rule.ts";
import { findConfig } from "./findings/find-config.ts";
import { enterFlow, isNested } from "./flow.ts";
import type { HeldConnection } from "./held-connection.ts";
import type { PeakReader } from "./peaks.ts";
import { PoolLedger } from "./pool-ledger.ts";
import type { PoolReading } from "./pool-reading.ts";
import { type ExpectedGrant, PoolRequest } from "./pool-request.ts";
import type { PoolTrackerOptions } from "./pool-tracker-options.ts";
import type { PoolCounts, PoolLimits, PoolSource } from "./pool-source.ts";
import type { QueryAccount } from "./queries/query-account.ts";
import type { QueryDurationReading } from "./queries/query-durations.ts";
import type { QueryShape } from "./queries/query-shape.ts";
import { accountOf } from "./requests/request-account.ts";
import type { TelemetrySink } from "./telemetry-sink.ts";
import type { LockBlocker } from "./server-probe/lock-waits.ts";
import { CallSiteBudget } from "./snapshot/call-site-budget.ts";
import type { PoolSnapshot } from "./snapshot/pool-snapshot.ts";
import { takeSnapshot } from "./snapshot/take-snapshot.ts";
import { ShortageEpisodes } from "./snapshot/shortage-episodes.ts";

// Above this use call sites are captured: whoever holds a connection when the pool is short asked for it then.
const ARMED_SATURATION = 0.7;

/**
 * Accounts for one pool. An adapter calls the verbs as things happen; {@link read} gives every number at collection.
 *
 * Rule that always holds: requests started = requests finished (each in one outcome) + requests pending.
 */
export class PoolTracker implements QueryAccount {
  readonly name: string;
  readonly attributes: Attributes;
  readonly #clock: Clock;
  readonly #sink: TelemetrySink;
  readonly #loop: PoolTrackerOptions["loop"];
  readonly #findingContext: PoolTrackerOptions["findingContext"];
  readonly #ledger: PoolLedger;
  readonly #history: PoolHistory;
  readonly #lockWaits = new KnownLockWaits();
  readonly #episodes = new ShortageEpisodes();
  readonly #callSites = new CallSiteBudget();
  #source: PoolSource;
  #limits: PoolLimits;
  #armedFrom: number;

  constructor(options: PoolTrackerOptions) {
    this.name = options.name;
    this.attributes = options.attributes;
    this.#source = options.source;
    this.#clock = options.clock;
    this.#sink = options.sink;
    this.#loop = options.loop;
    this.#findingContext = options.findingContext;
    this.#limits = options.source.limits();
    this.#armedFrom = ARMED_SATURATION * this.#limits.max;
    const now = this.#clock();
    this.#ledger = new PoolLedger(now, options);
    this.#history = new PoolHistory(totalsOf(this.#ledger, this.#loop(), now));
  }

  /** The pool that it accounts for ended, and `source` is another one of the same name: every counter goes on. */
  continueWith(source: PoolSource): void {
    const now = this.#clock();
    if (this.#source.counts().isEnded) this.#abandonAll(now);
    this.#source = source;
    this.#refreshLimits();
  }

  /**
   * A connection was asked for: counts it before it waits.
   *
   * @param isForApp whether code of the app will hold it; not when the library gives it back by itself, as `pool.query()` does
   */
  requestStarted(expected: ExpectedGrant, isForApp = true): PoolRequest {
    const now = this.#clock();
    const request = new PoolRequest(now, expected, context.active());
    request.account = accountOf(request.routeSource, this.#clock);
    request.isNested = isNested(request, this, this.#ledger.leakAfterSeconds);
    if (request.isNested) this.#ledger.nested += 1;
    // Those who wait for the connections of a burst to open will hold them.
    const { holds, waits } = this.#ledger;
    if (isForApp && holds.size + waits.size >= this.#armedFrom)
      request.callSite = this.#callSites.capture(now);
    this.#ledger.started += 1;
    this.#ledger.waits.start(request, now);
    this.#ledger.peaks.pending(this.#ledger.waits.size);
    return request;
  }

  /**
   * The code that asked for `request` will hold what it is granted, and so do all that it goes on to do (see {@link enterFlow}).
   * Not called when {@link requestStarted} was told that it is not for the app.
   */
  enterFlow(request: PoolRequest): void {
    enterFlow(this, request);
  }

  /** `request` got `connection`: its wait ends and a hold begins. */
  requestGranted(request: PoolRequest, connection: HeldConnection): void {
    if (!request.isPending) return;
    const now = this.#clock();
    const waited = this.#finish(request, request.expected, now);
    this.#ledger.waitTime.record(waited);
    this.#sink.recorder?.waitTime(waited, this.attributes);
    if (connection.isHeld) this.#endHold(connection, now);
    this.#ledger.holds.start(connection, request, now);
    this.#ledger.peaks.used(this.#ledger.holds.size);
    this.#noteSaturation(now);
  }

  /** `request` ended without a connection. */
  requestFailed(request: PoolRequest, outcome: "timeout" | "failed" | "abandoned"): void {
    if (request.isPending) this.#finish(request, outcome, this.#clock());
  }

  /**
   * `connection` was given back. Nothing happens when no hold of it was seen, such as one from before the tracker.
   * @param queryEndedAt when its query ended, if no {@link queryEnded} was called for it
   */
  released(connection: HeldConnection, queryEndedAt?: number): void {
    if (!connection.isHeld) return;
    const now = this.#clock();
    if (queryEndedAt !== undefined) this.#ledger.holds.queryEnded(connection, queryEndedAt);
    const transaction = connection.source?.transactionStatus();
    if (transaction === "open" || transaction === "failed") this.#ledger.openTransactions += 1;
    this.#endHold(connection, now);
    this.#noteSaturation(now);
  }

  /**
   * A query was sent on `connection`, or the next one right after another.
   * @param isAtGrant by the library itself, in the very call that granted the connection: spares a reading of the clock
   * @returns the time on the tracker's clock
   */
  queryStarted(connection: HeldConnection, isAtGrant = false): number {
    const now = isAtGrant && connection.isHeld ? connection.heldSince : this.#clock();
    this.#ledger.holds.queryStarted(connection, now);
    return now;
  }

  /**
   * No query is in flight on `connection` any more.
   * @param at when its last one ended, if that was read from {@link now}
   */
  queryEnded(connection: HeldConnection, at: number = this.#clock()): void {
    this.#ledger.holds.queryEnded(connection, at);
  }

  queryFinished(
    connection: HeldConnection,
    shape: QueryShape,
    seconds: number,
    errorType: string | undefined,
  ): void {
    const attributes = this.#ledger.queries.record(shape, seconds, errorType);
    this.#sink.recorder?.operationDuration(seconds, attributes);
    if (connection.request?.account?.queryFinished(shape) === true)
      this.#ledger.noteNPlusOne(connection.request.routeSource);
  }

  /** The durations of its queries, by what they did. */
  readQueries(): QueryDurationReading[] {
    return this.#ledger.queries.read(this.#clock());
  }

  now(): number {
    return this.#clock();
  }

  /** A connect began; give the result to {@link connectSucceeded} or {@link connectFailed}. */
  connectStarted(): number {
    return this.#ledger.connects.start(this.#clock());
  }

  connectSucceeded(connect: number): void {
    this.#recordConnect(this.#ledger.connects.succeed(connect, this.#clock()));
  }

  /** A connect failed with a SQLSTATE, an errno, `timeout`, or with an error that has none of these. */
  connectFailed(connect: number, errorType: string | undefined): void {
    this.#recordConnect(this.#ledger.connects.fail(connect, errorType, this.#clock()));
  }

  /** The pool dropped a connection whose socket is still open. */
  closeStarted(reason: CloseReason): void {
    this.#ledger.connects.closeStarted(reason);
  }

  closeEnded(): void {
    this.#ledger.connects.closeEnded();
  }

  /** An HTTP request was turned away because of the pool, before it asked for a connection. */
  requestShed(): void {
    this.#ledger.shed += 1;
  }

  /** The server says that so many of the pool's connections wait for a lock now, and whom they wait for: who blocks most comes first. */
  noteLockWaiters(count: number, blockers: readonly LockBlocker[]): void {
    this.#lockWaits.note({ count, blocker: blockers[0] }, this.#clock());
  }

  get isEnded(): boolean {
    return this.#source.counts().isEnded;
  }

  /** Seconds that the oldest request has waited; 0 when none waits. Cheap enough to be asked at every HTTP request. */
  get oldestWaiterSeconds(): number {
    const { waits } = this.#ledger;
    return waits.size === 0 ? 0 : waits.oldestSeconds(this.#clock());
  }

  /** Requests that got a connection, since the pool was first seen. */
  get grantedRequests(): number {
    return this.#ledger.granted;
  }

  /** Tells of the requests that wait now as if they ended: the process does, and nobody will see what became of them. */
  tellPendingWaits(): void {
    const now = this.#clock();
    for (const request of this.#ledger.waits.all()) this.#tellWait(request, "abandoned", now);
  }

  /** The counts that an error or a log line about the pool needs. */
  counts(): { used: number; idle: number; pending: number; max: number } {
    const counts = this.#source.counts();
    const { used, idle } = this.#ledger.connections(counts);
    return { used, idle, pending: this.#ledger.pending(counts), max: this.#limits.max };
  }

  /** Process ids of the server's backends that hold connections now serve. */
  backendPids(): number[] {
    return this.#ledger.holds.backendPids();
  }

  /** Why the pool is short; undefined when it is not, or when no cause is plain. */
  verdict(): Verdict | undefined {
    return this.#judge(this.#source.counts(), this.#clock());
  }

  /**
   * Called every second or so: keeps the last minute, and looks whether the pool became short of connections.
   * Returns who holds and who waits when it just did.
   */
  tick(): PoolSnapshot | undefined {
    const now = this.#clock();
    this.#refreshLimits();
    this.#history.note(totalsOf(this.#ledger, this.#loop(), now));
    const isSaturated = this.#ledger.holds.size >= this.#limits.max;
    if (!this.#episodes.begins(this.#ledger.waits.oldestSeconds(now), isSaturated, now))
      return undefined;
    this.#episodes.snapshot = this.snapshot();
    return this.#episodes.snapshot;
  }

  /** Who held and who waited when the pool last became short of connections. */
  get lastShortage(): PoolSnapshot | undefined {
    return this.#episodes.snapshot;
  }

  /** Who holds and who waits now. */
  snapshot(): PoolSnapshot {
    return takeSnapshot({
      pool: this.name,
      ledger: this.#ledger,
      counts: this.#source.counts(),
      limits: this.#limits,
      verdict: this.verdict(),
      now: this.#clock(),
    });
  }

  /**
   * Everything at this moment, holds and waits that still run included.
   *
   * @param reader whose peaks to read; without one they are those of the last minute
   */
  read(reader?: PeakReader): PoolReading {
    const now = this.#clock();
    const counts = this.#source.counts();
    this.#refreshLimits();
    if (counts.isEnded) this.#abandonAll(now);
    const reading = this.#ledger.read(counts, this.#limits, reader, now);
    const configFindings = this.configFindings();
    return { ...reading, cause: this.#judge(counts, now)?.cause, configFindings };
  }

  /** What is to be said of the pool's settings now, warnings first; nothing of an ended pool's. */
  configFindings(): ConfigFinding[] {
    if (this.isEnded) return [];
    return findConfig(this.#source.settings?.() ?? {}, this.#findingContext());
  }

  #judge(counts: PoolCounts, now: number): Verdict | undefined {
    return this.#history.judge(
      totalsOf(this.#ledger, this.#loop(), now),
      momentOf(this.#ledger, counts, this.#limits.max, this.#lockWaits.at(now), now),
    );
  }

  #refreshLimits(): void {
    this.#limits = this.#source.limits();
    this.#armedFrom = ARMED_SATURATION * this.#limits.max;
  }

  #finish(request: PoolRequest, outcome: Outcome, now: number): number {
    this.#ledger.outcomes[outcome] += 1;
    if (outcome !== "idle") this.#tellWait(request, outcome, now);
    return this.#ledger.waits.end(request, this.#ledger.routes, now);
  }

  #tellWait(request: PoolRequest, outcome: Outcome, endedAt: number): void {
    if (!request.isReported) this.#sink.onWait?.({ request, outcome, endedAt, tracker: this });
    request.isReported = true;
  }

  #recordConnect(seconds: number | undefined): void {
    if (seconds === undefined) return;
    this.#ledger.createTime.record(seconds);
    this.#sink.recorder?.createTime(seconds, this.attributes);
  }

  #endHold(connection: HeldConnection, now: number): void {
    this.#ledger.holds.end(connection, this.#ledger.routes, now);
    const held = now - connection.heldSince;
    const parked = held - connection.queriedSeconds;
    this.#ledger.useTime.record(held);
    this.#ledger.parkedTime.record(parked);
    this.#sink.recorder?.useTime(held, this.attributes);
    this.#sink.recorder?.parkedTime(parked, this.attributes);
  }

  #noteSaturation(now: number): void {
    this.#ledger.holds.noteSaturation(this.#ledger.holds.size >= this.#limits.max, now);
  }

  #abandonAll(now: number): void {
    for (const request of this.#ledger.waits.all()) this.#finish(request, "abandoned", now);
  }
}

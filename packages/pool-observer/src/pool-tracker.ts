import type { CloseReason, Outcome } from "@plimsoll/catalog";
import { type Attributes, context } from "@opentelemetry/api";
import type { Verdict } from "./cause/judge.ts";
import { momentOf, totalsOf } from "./cause/measure.ts";
import type { ServerLockWaits } from "./cause/pool-totals.ts";
import { PoolHistory } from "./cause/pool-history.ts";
import type { Clock } from "./clock.ts";
import type { DurationRecorder } from "./duration-recorder.ts";
import type { LoopTotals } from "./event-loop.ts";
import type { ConfigFinding, FindingContext } from "./findings/config-rule.ts";
import { findConfig } from "./findings/find-config.ts";
import { enterFlow, isNested } from "./flow.ts";
import type { HeldConnection } from "./held-connection.ts";
import type { PeakReader } from "./peaks.ts";
import { PoolLedger } from "./pool-ledger.ts";
import type { PoolReading } from "./pool-reading.ts";
import { type ExpectedGrant, PoolRequest } from "./pool-request.ts";
import type { PoolCounts, PoolLimits, PoolSource } from "./pool-source.ts";
import type { LockBlocker } from "./server-probe/lock-waits.ts";
import { CallSiteBudget } from "./snapshot/call-site-budget.ts";
import { holdersOf, type PoolSnapshot, waitersOf } from "./snapshot/pool-snapshot.ts";
import { ShortageEpisodes } from "./snapshot/shortage-episodes.ts";

// Above this use call sites are captured: whoever holds a connection when the pool is short asked for it then.
const ARMED_SATURATION = 0.7;
// The server's answer on locks is about the moment it was given; it is asked every few seconds.
const LOCKS_KNOWN_SECONDS = 15;

/** What a tracker needs from outside itself. */
export interface PoolTrackerOptions {
  readonly name: string;
  readonly attributes: Attributes;
  readonly source: PoolSource;
  readonly clock: Clock;
  readonly leakAfterSeconds: number;
  /** Who is told of each finished duration too; asked at every record, because meters come late. */
  readonly sink: { readonly recorder: DurationRecorder | undefined };
  /** How late the timers of the process are. */
  readonly loop: () => LoopTotals;
  /** What rules on settings must know beside the pool. */
  readonly findingContext: () => FindingContext;
}

/**
 * Accounts for one pool. An adapter calls the verbs as things happen; {@link read} gives every number at collection.
 *
 * Rule that always holds: requests started = requests finished (each in one outcome) + requests pending.
 */
export class PoolTracker {
  readonly name: string;
  readonly attributes: Attributes;
  readonly #clock: Clock;
  readonly #sink: PoolTrackerOptions["sink"];
  readonly #loop: () => LoopTotals;
  readonly #findingContext: () => FindingContext;
  readonly #ledger: PoolLedger;
  readonly #history: PoolHistory;
  readonly #episodes = new ShortageEpisodes();
  readonly #callSites = new CallSiteBudget();
  #source: PoolSource;
  #limits: PoolLimits;
  #armedFrom: number;
  #lockWaits: (ServerLockWaits & { readonly at: number }) | undefined;

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
    this.#ledger = new PoolLedger(now, options.leakAfterSeconds);
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
    if (isNested(request, this, this.#ledger.leakAfterSeconds)) {
      request.isNested = true;
      this.#ledger.nested += 1;
    }
    if (isForApp && this.#ledger.holds.size >= this.#armedFrom)
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
   * @param isQueryOver its query just ended, and no {@link queryEnded} was called for it: spares that call its reading of the clock
   */
  released(connection: HeldConnection, isQueryOver = false): void {
    if (!connection.isHeld) return;
    const now = this.#clock();
    if (isQueryOver) this.#ledger.holds.queryEnded(connection, now);
    const transaction = connection.source?.transactionStatus();
    if (transaction === "open" || transaction === "failed") this.#ledger.openTransactions += 1;
    this.#endHold(connection, now);
    this.#noteSaturation(now);
  }

  /**
   * A query was sent on `connection`, or the next one right after another.
   * @param isAtGrant by the library itself, in the very call that granted the connection: spares a reading of the clock
   */
  queryStarted(connection: HeldConnection, isAtGrant = false): void {
    const now = isAtGrant && connection.isHeld ? connection.heldSince : this.#clock();
    this.#ledger.holds.queryStarted(connection, now);
  }

  /** No query is in flight on `connection` any more. */
  queryEnded(connection: HeldConnection): void {
    this.#ledger.holds.queryEnded(connection, this.#clock());
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

  /** The server says that so many of the pool's connections wait for a lock now, and whom they wait for: who blocks most comes first. */
  noteLockWaiters(count: number, blockers: readonly LockBlocker[]): void {
    this.#lockWaits = { count, blocker: blockers[0], at: this.#clock() };
  }

  get isEnded(): boolean {
    return this.#source.counts().isEnded;
  }

  /** Seconds that the oldest request has waited; 0 when none waits. Cheap enough to be asked at every HTTP request. */
  get oldestWaiterSeconds(): number {
    return this.#ledger.waits.oldest === undefined
      ? 0
      : this.#ledger.waits.oldestSeconds(this.#clock());
  }

  /** The counts that an error or a log line about the pool needs. */
  counts(): { used: number; idle: number; pending: number; max: number } {
    const counts = this.#source.counts();
    const { used, idle } = this.#ledger.connections(counts);
    return { used, idle, pending: this.#ledger.pending(counts), max: this.#limits.max };
  }

  /** Process ids of the server's backends that hold connections now serve. */
  backendPids(): number[] {
    return [...this.#ledger.holds.all()].flatMap(({ source }) => source?.backendPid() ?? []);
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
    const now = this.#clock();
    const counts = this.#source.counts();
    const verdict = this.verdict();
    return {
      pool: this.name,
      takenAt: Date.now() / 1000,
      limit: this.#limits.max,
      ...this.#ledger.connections(counts),
      pending: this.#ledger.pending(counts),
      acquireTimeoutSeconds: this.#limits.acquireTimeoutSeconds,
      cause: verdict?.cause ?? null,
      evidence: verdict?.evidence ?? null,
      ...holdersOf(this.#ledger.holds.all(), (held) => this.#ledger.isSuspect(held, now), now),
      ...waitersOf(this.#ledger.waits.all(), now),
    };
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
    const locks = this.#lockWaits;
    const lockWaits = locks && now - locks.at <= LOCKS_KNOWN_SECONDS ? locks : undefined;
    return this.#history.judge(
      totalsOf(this.#ledger, this.#loop(), now),
      momentOf(this.#ledger, counts, this.#limits.max, lockWaits, now),
    );
  }

  #refreshLimits(): void {
    this.#limits = this.#source.limits();
    this.#armedFrom = ARMED_SATURATION * this.#limits.max;
  }

  #finish(request: PoolRequest, outcome: Outcome, now: number): number {
    this.#ledger.outcomes[outcome] += 1;
    return this.#ledger.waits.end(request, this.#ledger.routes, now);
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
    const { recorder } = this.#sink;
    if (recorder === undefined) return;
    recorder.useTime(held, this.attributes);
    recorder.parkedTime(parked, this.attributes);
  }

  #noteSaturation(now: number): void {
    this.#ledger.holds.noteSaturation(this.#ledger.holds.size >= this.#limits.max, now);
  }

  #abandonAll(now: number): void {
    for (const request of this.#ledger.waits.all()) this.#finish(request, "abandoned", now);
  }
}

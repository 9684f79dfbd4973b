import {
  FEW_QUERY_SUMMARIES,
  FULL_POOLS,
  OTHER_POOL,
  POOL_LIMIT,
  QUERY_SUMMARY_LIMIT,
} from "@plimsoll/catalog";
import { type Attributes, diag } from "@opentelemetry/api";
import { type Clock, monotonicSeconds } from "./clock.ts";
import type { DurationRecorder } from "./duration-recorder.ts";
import { EventLoopWatch } from "./event-loop.ts";
import type { ConfigFinding, FindingContext } from "./findings/config-rule.ts";
import { findingContext } from "./findings/find-config.ts";
import { FindingsSchedule } from "./findings/findings-schedule.ts";
import { type PoolIdentity, poolAttributes, poolName, serverAttributes } from "./pool-identity.ts";
import type { PoolSource } from "./pool-source.ts";
import { PoolTracker } from "./pool-tracker.ts";
import type { QueryAccount } from "./queries/query-account.ts";
import type { QueryDurationReading } from "./queries/query-durations.ts";
import { UnpooledQueries } from "./queries/unpooled-queries.ts";
import type { FinishedWait, TelemetrySink } from "./telemetry-sink.ts";
import type { PoolSnapshot } from "./snapshot/pool-snapshot.ts";
import { SummedSource } from "./summed-source.ts";

/** Seconds that a connection may be parked before it is a leak suspect: the slowest honest pause between two queries is far shorter. */
export const LEAK_AFTER_SECONDS = 30;

// Every reader must collect an ended pool's last values once; the SDK's default export interval is 60 s.
const KEEP_ENDED_SECONDS = 300;
// Not a round number: Node keeps timers of one length in one list, and those of the app stay among themselves.
const TICK_SECONDS = 0.991;

// Servers and databases that are told apart for connections that are no pool's.
const PLACE_LIMIT = 20;
const ANYWHERE: Attributes = serverAttributes({});
const ANYWHERE_KEY = JSON.stringify(ANYWHERE);

export interface PoolRegistryOptions {
  /** @default monotonicSeconds */
  readonly clock?: Clock;
  /** @default {@link LEAK_AFTER_SECONDS} */
  readonly leakAfterSeconds?: number;
}

/** Told once for each shortage of connections, within about a second of its beginning. */
export type ShortageListener = (snapshot: PoolSnapshot, tracker: PoolTracker) => void;

/** Told once of each pool whose settings give reason, some seconds after the pool was first seen. */
export type FindingsListener = (findings: readonly ConfigFinding[], tracker: PoolTracker) => void;

/** All pools of a process, each under a name of its own; beyond {@link POOL_LIMIT} at a time they share `other`. */
export class PoolRegistry {
  readonly #clock: Clock;
  readonly #trackers = new Map<string, PoolTracker>();
  readonly #endedSince = new Map<string, number>();
  readonly #sink: TelemetrySink = { recorder: undefined, onWait: undefined };
  readonly #unpooled = new Map<string, UnpooledQueries>();
  readonly #loop: EventLoopWatch;
  readonly #shortageListeners = new Set<ShortageListener>();
  readonly #findingsListeners = new Set<FindingsListener>();
  readonly #findingsSchedule = new FindingsSchedule();
  #other: SummedSource | undefined;
  leakAfterSeconds: number;
  /** What rules on settings must know beside the pools; it holds for all of them from the next reading on. */
  findingContext: FindingContext = findingContext();

  constructor(options: PoolRegistryOptions = {}) {
    this.#clock = options.clock ?? monotonicSeconds;
    this.#loop = new EventLoopWatch(this.#clock);
    this.leakAfterSeconds = options.leakAfterSeconds ?? LEAK_AFTER_SECONDS;
  }

  /**
   * Starts to account for a pool. A name that another pool has is followed by `#2`, `#3` …; that of a pool that ended goes on with its
   * numbers when the new pool connects to the same place.
   */
  add(identity: PoolIdentity, source: PoolSource): PoolTracker {
    const base = poolName(identity);
    const attributes = poolAttributes(base, identity);
    for (let n = 1; ; n += 1) {
      const name = n === 1 ? base : `${base}#${n}`;
      const known = this.#trackers.get(name);
      if (known === undefined) return this.#addNamed(name, identity, source);
      if (known.isEnded && isSamePlace(known.attributes, attributes)) {
        this.#endedSince.delete(name);
        known.continueWith(source);
        return known;
      }
    }
  }

  /** Who is told of finished durations of every pool from now on. */
  recordTo(recorder: DurationRecorder | undefined): void {
    this.#sink.recorder = recorder;
  }

  /** Who is told of each request that did not get an idle connection at once, from now on. */
  tellWaits(listener: ((wait: FinishedWait) => void) | undefined): void {
    this.#sink.onWait = listener;
  }

  /** Tells of every request that waits now, because the process ends. */
  tellPendingWaits(): void {
    for (const tracker of this.trackers()) tracker.tellPendingWaits();
  }

  /** Who accounts for queries to a server and database on connections that are no pool's. */
  unpooledQueries(attributes: Attributes): QueryAccount {
    const key = JSON.stringify(attributes);
    const known = this.#unpooled.get(key);
    if (known !== undefined) return known;
    if (this.#unpooled.size >= PLACE_LIMIT && key !== ANYWHERE_KEY)
      return this.unpooledQueries(ANYWHERE);
    const queries = new UnpooledQueries(attributes, this.#clock, this.#sink);
    this.#unpooled.set(key, queries);
    return queries;
  }

  /** Durations of queries, of every pool and of the connections that are no pool's. */
  readQueries(): QueryDurationReading[] {
    return [...this.trackers(), ...this.#unpooled.values()].flatMap((account) =>
      account.readQueries(),
    );
  }

  /** Calls `listener` for each shortage of connections of a pool, while {@link tick} is called; returns a function that ends it. */
  onShortage(listener: ShortageListener): () => void {
    this.#shortageListeners.add(listener);
    return () => void this.#shortageListeners.delete(listener);
  }

  /** Calls `listener` for each pool whose settings give reason, while {@link tick} is called; returns a function that ends it. */
  onFindings(listener: FindingsListener): () => void {
    this.#findingsListeners.add(listener);
    return () => void this.#findingsListeners.delete(listener);
  }

  /** Calls {@link tick} about every second, without keeping the process alive; returns a function that ends it. */
  startTicking(): () => void {
    const timer = setInterval(() => {
      this.#loop.ticked(TICK_SECONDS);
      try {
        this.tick();
      } catch (error) {
        // A timer's error would end the app. What fails once would fail every second.
        clearInterval(timer);
        diag.warn(
          "plimsoll: looking at the pools failed, so verdicts and shortages are missing from here on; the app is not affected. Please report this.",
          error,
        );
      }
    }, TICK_SECONDS * 1000);
    timer.unref();
    return () => clearInterval(timer);
  }

  /** Keeps the last minute of each pool, for verdicts, finds shortages, and speaks of settings. */
  tick(): void {
    for (const tracker of this.trackers()) {
      this.#tellFindings(tracker);
      const snapshot = tracker.tick();
      if (snapshot === undefined) continue;
      for (const listener of this.#shortageListeners) listener(snapshot, tracker);
    }
  }

  /** The pools to report. An ended pool stays for {@link KEEP_ENDED_SECONDS}, so that every reader sees its zeros, and leaves then. */
  *trackers(): Generator<PoolTracker> {
    const now = this.#clock();
    for (const [name, tracker] of this.#trackers) {
      if (tracker.isEnded) {
        const since = this.#endedSince.get(name) ?? now;
        this.#endedSince.set(name, since);
        if (now - since > KEEP_ENDED_SECONDS) {
          this.#trackers.delete(name);
          this.#endedSince.delete(name);
          continue;
        }
      }
      yield tracker;
    }
  }

  #tellFindings(tracker: PoolTracker): void {
    // An ended one may go on as another pool of the same name.
    if (this.#findingsListeners.size === 0 || tracker.isEnded) return;
    if (!this.#findingsSchedule.isDue(tracker, this.#clock())) return;
    const findings = tracker.configFindings();
    if (findings.length === 0) return;
    for (const listener of this.#findingsListeners) listener(findings, tracker);
  }

  #addNamed(name: string, identity: PoolIdentity, source: PoolSource): PoolTracker {
    if (this.#trackers.size < POOL_LIMIT)
      return this.#create(name, poolAttributes(name, identity), source);
    const other = this.#trackers.get(OTHER_POOL);
    if (other !== undefined && this.#other !== undefined) {
      this.#other.join(source);
      return other;
    }
    this.#other = new SummedSource(source);
    return this.#create(OTHER_POOL, poolAttributes(OTHER_POOL, {}), this.#other);
  }

  #create(name: string, attributes: PoolTracker["attributes"], source: PoolSource): PoolTracker {
    const tracker = new PoolTracker({
      name,
      attributes,
      source,
      clock: this.#clock,
      leakAfterSeconds: this.leakAfterSeconds,
      sink: this.#sink,
      loop: () => this.#loop.totals,
      findingContext: () => this.findingContext,
      querySummaryLimit:
        this.#trackers.size < FULL_POOLS ? QUERY_SUMMARY_LIMIT : FEW_QUERY_SUMMARIES,
    });
    this.#trackers.set(name, tracker);
    return tracker;
  }
}

/** Whether all but the name is the same. */
function isSamePlace(a: PoolTracker["attributes"], b: PoolTracker["attributes"]): boolean {
  const [, ...placeOfA] = Object.values(a);
  const [, ...placeOfB] = Object.values(b);
  return JSON.stringify(placeOfA) === JSON.stringify(placeOfB);
}

import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import type { KeepReason, LostReason } from "@plimsoll/catalog";
import { KEEP_BOUNDS, type KeepBounds } from "./bounds.ts";
import { findReasons } from "./find-reasons.ts";
import type { KeepRules } from "./keep-rules.ts";
import { asKept } from "./kept-span.ts";
import { isLocalRoot } from "./local-root.ts";
import { OpenTrace } from "./open-trace.ts";
import { TokenBucket } from "./token-bucket.ts";

/** What became of the traces that the ratio dropped, since the start. */
export interface SamplingCounts {
  readonly kept: Record<KeepReason, number>;
  readonly lost: Record<LostReason, number>;
  lostSpans: number;
}

/**
 * The traces that the ratio dropped, as long as they may turn out worth keeping. A trace is kept from the moment that one of its spans gives a reason;
 * its ended spans are handed on then, later ones as they end. Without a reason it is forgotten when its last span has ended.
 */
export class OpenTraces {
  readonly counts: SamplingCounts = {
    kept: { waited: 0, failed: 0, slow: 0 },
    lost: { rate: 0, room: 0, age: 0 },
    lostSpans: 0,
  };
  readonly #traces = new Map<string, OpenTrace>();
  readonly #rules: KeepRules;
  readonly #bounds: KeepBounds;
  readonly #send: (span: ReadableSpan) => void;
  readonly #now: () => number;
  readonly #rate: TokenBucket;
  #buffered = 0;

  /** @param now seconds of a clock that never goes back */
  constructor(
    rules: KeepRules,
    send: (span: ReadableSpan) => void,
    now: () => number,
    bounds: KeepBounds = KEEP_BOUNDS,
  ) {
    this.#bounds = bounds;
    this.#rules = rules;
    this.#send = send;
    this.#now = now;
    this.#rate = new TokenBucket(bounds.keptPerSecond, bounds.keptBurst, now());
  }

  /** Traces remembered now. */
  get size(): number {
    return this.#traces.size;
  }

  /** Ended spans that wait for a decision. */
  get bufferedSpans(): number {
    return this.#buffered;
  }

  /** Whether a further span of the trace is worth recording. */
  isOpen(traceId: string): boolean {
    return this.#traces.has(traceId);
  }

  /** Whether a local root may begin: if not it is counted as lost. */
  admits(traceId: string): boolean {
    if (this.#traces.has(traceId)) return true;
    if (this.#traces.size < this.#bounds.openTraces && this.#buffered < this.#bounds.bufferedSpans)
      return true;
    this.counts.lost.room += 1;
    return false;
  }

  started(span: ReadableSpan): void {
    const { traceId } = span.spanContext();
    const isRoot = isLocalRoot(span.parentSpanContext);
    let trace = this.#traces.get(traceId);
    if (trace === undefined) {
      if (!isRoot) return;
      trace = new OpenTrace(this.#now());
      this.#traces.set(traceId, trace);
    }
    trace.openSpans += 1;
    if (!isRoot) return;
    trace.openRoots += 1;
    trace.rootEndedAt = undefined;
  }

  ended(span: ReadableSpan): void {
    const { traceId } = span.spanContext();
    const trace = this.#traces.get(traceId);
    if (trace === undefined) return;
    const isRoot = isLocalRoot(span.parentSpanContext);
    trace.openSpans -= 1;
    if (isRoot) {
      trace.openRoots -= 1;
      if (trace.openRoots <= 0) trace.rootEndedAt = this.#now();
    }
    findReasons(span, isRoot, this.#rules, trace.reasons);
    this.#take(span, isRoot, trace);
    if (!trace.isKept && trace.reasons.size > 0) this.#keep(traceId, trace);
    if (!trace.isKept && trace.isComplete) this.#forget(traceId, trace);
  }

  /** Decides what only time decides; to be called about each second. */
  sweep(): void {
    const now = this.#now();
    for (const [traceId, trace] of this.#traces) {
      if (trace.isKept) this.#sweepKept(traceId, trace, now);
      else this.#sweepUndecided(traceId, trace, now);
    }
  }

  #take(span: ReadableSpan, isRoot: boolean, trace: OpenTrace): void {
    // Without its root a trace says little.
    const fits =
      trace.spanCount < this.#bounds.spansPerTrace &&
      (trace.isKept || this.#buffered < this.#bounds.bufferedSpans);
    if (!fits && !isRoot) {
      trace.lostSpans += 1;
      this.counts.lostSpans += 1;
      return;
    }
    trace.spanCount += 1;
    if (trace.isKept) {
      this.#send(asKept(span, trace));
      return;
    }
    trace.spans.push(span);
    this.#buffered += 1;
  }

  #keep(traceId: string, trace: OpenTrace): void {
    if (!this.#rate.take(this.#now())) {
      this.counts.lost.rate += 1;
      this.#forget(traceId, trace);
      return;
    }
    const [reason = "slow"] = trace.reasons;
    this.counts.kept[reason] += 1;
    trace.isKept = true;
    for (const span of trace.spans) this.#send(asKept(span, trace));
    this.#buffered -= trace.spans.length;
    trace.spans = [];
  }

  #forget(traceId: string, trace: OpenTrace): void {
    this.#buffered -= trace.spans.length;
    this.#traces.delete(traceId);
  }

  #sweepKept(traceId: string, trace: OpenTrace, now: number): void {
    const endedFor = now - (trace.rootEndedAt ?? now);
    const isOver = trace.isComplete
      ? endedFor > this.#bounds.afterwardsSeconds
      : endedFor > this.#bounds.lateSpansSeconds || now - trace.openedAt > this.#bounds.keptSeconds;
    if (isOver) this.#forget(traceId, trace);
  }

  #sweepUndecided(traceId: string, trace: OpenTrace, now: number): void {
    if (trace.rootEndedAt !== undefined) {
      if (now - trace.rootEndedAt > this.#bounds.lateSpansSeconds) this.#forget(traceId, trace);
      return;
    }
    const age = now - trace.openedAt;
    if (this.#rules.reasons.has("slow")) {
      if (age < this.#rules.slowSeconds) return;
      trace.reasons.add("slow");
      this.#keep(traceId, trace);
    } else if (age > this.#bounds.undecidedSeconds) {
      this.counts.lost.age += 1;
      this.#forget(traceId, trace);
    }
  }
}

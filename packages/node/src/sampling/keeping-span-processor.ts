import { type Context, diag, TraceFlags } from "@opentelemetry/api";
import type { ReadableSpan, Span, SpanProcessor } from "@opentelemetry/sdk-trace";
import { observeSampling } from "./observe-sampling.ts";
import type { OpenTraces } from "./open-traces.ts";

const SWEEP_MILLIS = 1000;

/** Hands sampled spans to the exporting processors as they are, and those that are only recorded to `traces`. */
export class KeepingSpanProcessor implements SpanProcessor {
  readonly #exporting: readonly SpanProcessor[];
  readonly #traces: OpenTraces;
  #sweeps: NodeJS.Timeout | undefined;
  #hasFailed = false;

  constructor(exporting: readonly SpanProcessor[], traces: OpenTraces) {
    this.#exporting = exporting;
    this.#traces = traces;
  }

  onStart(span: Span, context: Context): void {
    for (const processor of this.#exporting) processor.onStart(span, context);
    if (isSampled(span)) return;
    try {
      this.#traces.started(span);
      this.#sweeps ??= this.#begin();
    } catch (error) {
      this.#reportFailure(error);
    }
  }

  onEnd(span: ReadableSpan): void {
    if (isSampled(span)) {
      for (const processor of this.#exporting) processor.onEnd(span);
      return;
    }
    try {
      this.#traces.ended(span);
    } catch (error) {
      this.#reportFailure(error);
    }
  }

  async forceFlush(): Promise<void> {
    await Promise.all(this.#exporting.map((processor) => processor.forceFlush()));
  }

  async shutdown(): Promise<void> {
    clearInterval(this.#sweeps);
    // A request that hangs now is slow, and what it has is all that there will be.
    this.sweep();
    await Promise.all(this.#exporting.map((processor) => processor.shutdown()));
  }

  /** At the first such span and not before: a process whose ratio drops nothing needs no timer, and now the MeterProvider is there. */
  #begin(): NodeJS.Timeout {
    observeSampling(this.#traces.counts);
    return setInterval(() => this.sweep(), SWEEP_MILLIS).unref();
  }

  /** Decides about each trace what only time decides. */
  sweep(): void {
    try {
      this.#traces.sweep();
    } catch (error) {
      this.#reportFailure(error);
    }
  }

  /** A span ends inside of the app's own calls. */
  #reportFailure(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    diag.warn(
      "plimsoll: keeping traces beyond the sampler's ratio failed; the app is not affected, but such traces may be missing from here on. Please report this.",
      error,
    );
  }
}

function isSampled(span: ReadableSpan): boolean {
  return (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
}

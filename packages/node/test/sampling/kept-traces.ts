import {
  type Context,
  context,
  ROOT_CONTEXT,
  type Span,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import {
  InMemorySpanExporter,
  ParentBasedSampler,
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { KEEP_REASONS, POOL_WAIT_SPAN, SCOPE_NAME, SPAN_ATTRIBUTE } from "@plimsoll/catalog";
import type { KeepBounds } from "../../src/sampling/bounds.ts";
import type { KeepRules } from "../../src/sampling/keep-rules.ts";
import { KeepingSampler } from "../../src/sampling/keeping-sampler.ts";
import { KeepingSpanProcessor } from "../../src/sampling/keeping-span-processor.ts";
import { OpenTraces } from "../../src/sampling/open-traces.ts";

/** A real SDK whose ratio is 0, with a clock that the test sets. */
export class KeptTraces {
  readonly traces: OpenTraces;
  readonly provider: TracerProvider;
  /** Seconds. */
  now = 1000;
  readonly #exporter = new InMemorySpanExporter();

  constructor(
    rules: Partial<KeepRules> = {},
    bounds?: KeepBounds,
    sampler: Sampler = new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(0) }),
  ) {
    const exporting = new SimpleSpanProcessor({ exporter: this.#exporter });
    this.traces = new OpenTraces(
      { reasons: new Set(KEEP_REASONS), slowSeconds: 1, ...rules },
      (span) => exporting.onEnd(span),
      () => this.now,
      bounds,
    );
    this.provider = new TracerProvider({
      sampler: new KeepingSampler(sampler, this.traces),
      spanProcessors: [new KeepingSpanProcessor([exporting], this.traces)],
    });
  }

  get tracer(): Tracer {
    return this.provider.getTracer("app");
  }

  /** Starts a span under `parent`, or a root. */
  start(name: string, parent?: Span | Context): Span {
    return this.tracer.startSpan(name, { startTime: this.#time() }, contextOf(parent));
  }

  /** The wait for a connection, as the pool's instrumentation makes it. */
  wait(parent: Span): void {
    this.provider
      .getTracer(SCOPE_NAME)
      .startSpan(POOL_WAIT_SPAN, { startTime: this.#time() }, contextOf(parent))
      .end(this.#time());
  }

  end(span: Span): void {
    span.end(this.#time());
  }

  /** Lets time pass, with a sweep each second as in a process. */
  pass(seconds: number): void {
    for (let second = 0; second < seconds; second += 1) {
      this.now += 1;
      this.traces.sweep();
    }
  }

  exported(): ReadableSpan[] {
    return this.#exporter.getFinishedSpans();
  }

  names(): string[] {
    return this.exported().map(({ name }) => name);
  }

  /** Why the spans called `name` say that they were kept. */
  because(name: string): unknown {
    return this.exported().find((span) => span.name === name)?.attributes[
      SPAN_ATTRIBUTE.keptBecause
    ];
  }

  #time(): Date {
    return new Date(this.now * 1000);
  }
}

function contextOf(parent: Span | Context | undefined): Context {
  if (parent === undefined) return ROOT_CONTEXT;
  return "spanContext" in parent ? trace.setSpan(context.active(), parent) : parent;
}

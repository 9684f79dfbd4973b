import { type Context, context, type Span, trace } from "@opentelemetry/api";
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanProcessor,
  TracerProvider,
  type TracerProviderOptions,
} from "@opentelemetry/sdk-trace";
import { ATTRIBUTE } from "@plimsoll/catalog";
import type { Test } from "tap";
import { QueryInstrumentation, type QueryInstrumentationConfig } from "../../src/index.ts";
import { measure } from "../collect.ts";
import { enableContext } from "../request-context.ts";

enableContext();
const collect = measure();

/** One series of `db.client.operation.duration`. */
export interface Duration {
  readonly operation: unknown;
  readonly summary: unknown;
  readonly errorType: unknown;
  readonly count: number;
  readonly sum: number;
}

/** The queries of a test. */
export interface ObservedQueries {
  /** The spans that ended, in this order; fails the test when one began and did not end. */
  readonly ended: () => ReadableSpan[];
  /** Spans that began and did not end yet. */
  readonly open: () => number;
  /** The series of a pool, or of the connections without one. */
  readonly durations: (pool: string | undefined) => Promise<Duration[]>;
  /** A span that stands for a request of the app. */
  readonly request: () => Request;
}

/** A request of the app, which its queries' spans are to be below of. */
export interface Request {
  readonly span: Span;
  readonly context: Context;
  readonly run: <T>(work: () => T) => T;
}

/** Observes the queries of this process until the end of `t`. */
export function observeQueries(
  t: Test,
  config: QueryInstrumentationConfig = {},
  options: TracerProviderOptions = {},
): ObservedQueries {
  const { exporter, counter, instrumentation } = traceQueries(config, options);
  t.teardown(() => instrumentation.disable());
  const requests = new TracerProvider().getTracer("app");
  return {
    ended: () => {
      if (counter.open !== 0) t.fail(`${counter.open} spans did not end`);
      return exporter.getFinishedSpans();
    },
    open: () => counter.open,
    durations,
    request: () => {
      const span = requests.startSpan("request");
      const inside = trace.setSpan(context.active(), span);
      return { span, context: inside, run: (work) => context.with(inside, work) };
    },
  };
}

/** Traces the queries of this process from now on. */
export function traceQueries(
  config: QueryInstrumentationConfig = {},
  options: TracerProviderOptions = {},
): {
  exporter: InMemorySpanExporter;
  counter: { readonly open: number };
  instrumentation: QueryInstrumentation;
} {
  const exporter = new InMemorySpanExporter();
  const counter = new SpanCounter();
  const spanProcessors = [counter, new SimpleSpanProcessor({ exporter })];
  const instrumentation = new QueryInstrumentation(config);
  instrumentation.setTracerProvider(new TracerProvider({ ...options, spanProcessors }));
  return { exporter, counter, instrumentation };
}

async function durations(pool: string | undefined): Promise<Duration[]> {
  const points = (await collect()).points("operationDuration");
  return points
    .filter(({ attributes }) => attributes[ATTRIBUTE.poolName] === pool)
    .map(({ attributes, value }) => {
      if (typeof value === "number") throw new Error("a duration is a histogram");
      return {
        operation: attributes[ATTRIBUTE.operationName],
        summary: attributes[ATTRIBUTE.querySummary],
        errorType: attributes[ATTRIBUTE.errorType],
        count: value.count,
        sum: value.sum ?? 0,
      };
    });
}

class SpanCounter implements SpanProcessor {
  open = 0;
  onStart(): void {
    this.open += 1;
  }
  onEnd(): void {
    this.open -= 1;
  }
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

import { TraceFlags } from "@opentelemetry/api";
import type { SpanExporter, SpanProcessor } from "@opentelemetry/sdk-trace";
import { keepUntilSent } from "./keep-until-sent.ts";
import { KeptItems } from "./kept-items.ts";
import type { LastSource } from "./last-source.ts";
import { inBatches, type Serializer } from "./serialize.ts";

type ReadableSpan = Parameters<SpanExporter["export"]>[0][number];

/**
 * A span processor as `batch` makes it, and the spans that it has not sent yet as a source of last data.
 *
 * @param batch - Makes the processor that sends through the exporter that it is given.
 * @param limit - How many spans that processor queues.
 */
export function keepSpans(
  exporter: SpanExporter,
  batch: (exporter: SpanExporter) => SpanProcessor,
  limit: number,
  serialize: Serializer<ReadableSpan>,
): { readonly processor: SpanProcessor; readonly source: LastSource } {
  const kept = new KeptItems<ReadableSpan>(limit);
  const inner = batch(keepUntilSent(exporter, kept));
  const processor: SpanProcessor = {
    onStart: (span, context) => inner.onStart(span, context),
    onEnd: (span) => {
      // As the batch processor does: sdk-trace 3.0.0 BatchSpanProcessorBase.mjs:53.
      if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0) kept.add(span);
      inner.onEnd(span);
    },
    forceFlush: () => inner.forceFlush(),
    shutdown: () => {
      kept.close();
      return inner.shutdown();
    },
  };
  return {
    processor,
    source: { signal: "TRACES", take: () => inBatches(kept.takeAll(), serialize) },
  };
}

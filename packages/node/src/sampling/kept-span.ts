import { TraceFlags } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { type KeepReason, SPAN_ATTRIBUTE } from "@plimsoll/catalog";
import { isLocalRoot } from "./local-root.ts";
import type { OpenTrace } from "./open-trace.ts";

/**
 * A view of `span` as exporters take it: BatchSpanProcessor and SimpleSpanProcessor pass over a span that is not sampled (sdk-trace 3.0.0
 * BatchSpanProcessorBase.mjs:46). The span itself is left alone: its context was sent on as unsampled, and stays so.
 */
export function asKept(span: ReadableSpan, trace: OpenTrace): ReadableSpan {
  const context = { ...span.spanContext(), traceFlags: TraceFlags.SAMPLED };
  const view = Object.create(span, {
    spanContext: { value: () => context },
  }) as ReadableSpan;
  if (!isLocalRoot(span.parentSpanContext)) return view;
  // An ended span takes no attribute any more.
  return Object.defineProperty(view, "attributes", {
    value: { ...span.attributes, ...explain(trace) },
    enumerable: true,
  });
}

function explain({ reasons, lostSpans }: OpenTrace): Record<string, KeepReason[] | number> {
  return {
    [SPAN_ATTRIBUTE.keptBecause]: [...reasons],
    ...(lostSpans > 0 && { [SPAN_ATTRIBUTE.lostSpans]: lostSpans }),
  };
}

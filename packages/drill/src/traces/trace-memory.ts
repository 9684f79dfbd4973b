import type { TraceSpan } from "./trace-span.ts";

/** Traces by id, the newest of them. */
export interface TraceMemory {
  add(spans: readonly TraceSpan[]): void;
  /** Each trace's spans, those of the oldest trace first. */
  traces(): TraceSpan[][];
}

// 20 requests per second with some 6 spans each: the last four minutes, in about 15 MB.
const MAX_SPANS = 30_000;

/** A memory of at most `maxSpans` spans: the traces that came first are forgotten first. */
export function createTraceMemory(maxSpans: number = MAX_SPANS): TraceMemory {
  const byId = new Map<string, TraceSpan[]>();
  let count = 0;
  const forgetOldest = (): void => {
    for (const [id, spans] of byId) {
      if (count <= maxSpans) return;
      byId.delete(id);
      count -= spans.length;
    }
  };
  return {
    add(spans): void {
      for (const span of spans) {
        const trace = byId.get(span.traceId);
        if (trace) trace.push(span);
        else byId.set(span.traceId, [span]);
      }
      count += spans.length;
      forgetOldest();
    },
    traces: () => [...byId.values()],
  };
}

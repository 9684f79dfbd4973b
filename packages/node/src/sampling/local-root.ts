import type { SpanContext } from "@opentelemetry/api";

/** Whether a span with this parent is the first of its trace in this process: a request that came in, or work that nobody asked for. */
export function isLocalRoot(parent: SpanContext | undefined): boolean {
  return parent === undefined || parent.isRemote === true;
}

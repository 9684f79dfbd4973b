import { SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import { ATTRIBUTE, GRANTED_OUTCOMES, POOL_WAIT_SPAN, SPAN_ATTRIBUTE } from "@plimsoll/catalog";
import type { FinishedWait } from "@plimsoll/pool-observer";

/**
 * The span of a request that waited for a connection, on the trace of whoever asked. Made when the wait is over, with the times that it had: an
 * idle connection at once costs nothing, and a request that never gets a connection has its span too.
 */
export function emitWaitSpan(
  tracer: Tracer,
  { request, outcome, endedAt, tracker }: FinishedWait,
): void {
  const span = tracer.startSpan(
    POOL_WAIT_SPAN,
    {
      kind: SpanKind.INTERNAL,
      // A number below that of `performance.now()` is one of its, to the SDK: https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/common/Time.ts
      startTime: request.startedAt * 1000,
      attributes: { ...tracker.attributes, [SPAN_ATTRIBUTE.outcome]: outcome },
    },
    request.context,
  );
  if (!GRANTED_OUTCOMES.includes(outcome)) {
    span.setAttribute(ATTRIBUTE.errorType, outcome);
    span.setStatus({ code: SpanStatusCode.ERROR, message: `no connection: ${outcome}` });
  }
  span.end(endedAt * 1000);
}

import { ATTRIBUTE, N_PLUS_ONE_EVENT, SPAN_ATTRIBUTE } from "@plimsoll/catalog";
import { diag, type Span } from "@opentelemetry/api";
import type { RequestReading } from "./request-account.ts";

/**
 * Puts where a request's database time went onto its server span, when that span ends.
 *
 * Whoever made the span ends it: upstream's HTTP instrumentation, in this SDK or in the app's own. The span's own `end` is the one place that is
 * passed in each of them, and no later than necessary; a span processor could only be added to an SDK that is ours.
 */
export function reportOnServerSpan(span: Span, read: () => RequestReading): void {
  if (!span.isRecording()) return;
  const end = span.end.bind(span);
  span.end = (...args) => {
    try {
      if (span.isRecording()) setAttributes(span, read());
    } catch (error) {
      diag.warn("plimsoll: a server span could not be given what its request did.", error);
    }
    end(...args);
  };
}

function setAttributes(span: Span, reading: RequestReading): void {
  span.setAttributes({
    [SPAN_ATTRIBUTE.waitSeconds]: reading.waitSeconds,
    [SPAN_ATTRIBUTE.connectSeconds]: reading.connectSeconds,
    [SPAN_ATTRIBUTE.querySeconds]: reading.querySeconds,
    [SPAN_ATTRIBUTE.heldIdleSeconds]: reading.heldIdleSeconds,
    [SPAN_ATTRIBUTE.queries]: reading.queries,
  });
  for (const [{ summary }, count] of reading.repeated)
    span.addEvent(N_PLUS_ONE_EVENT, {
      [ATTRIBUTE.querySummary]: summary,
      [SPAN_ATTRIBUTE.queries]: count,
    });
}

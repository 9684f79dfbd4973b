import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import type { KeepReason } from "@plimsoll/catalog";

/** A trace that the ratio dropped, of which a span is open in this process, or was a moment ago. */
export class OpenTrace {
  readonly openedAt: number;
  /** Ended spans, until it is decided. */
  spans: ReadableSpan[] = [];
  readonly reasons: Set<KeepReason> = new Set();
  isKept = false;
  openRoots = 0;
  openSpans = 0;
  /** Spans of it that ended and were stored or sent. */
  spanCount = 0;
  lostSpans = 0;
  /** When its last local root ended; undefined while one is open. */
  rootEndedAt: number | undefined;

  /** @param openedAt seconds of the buffer's clock */
  constructor(openedAt: number) {
    this.openedAt = openedAt;
  }

  get isComplete(): boolean {
    return this.openRoots <= 0 && this.openSpans <= 0;
  }
}

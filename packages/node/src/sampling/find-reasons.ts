import { SpanStatusCode } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import {
  type KeepReason,
  type Outcome,
  POOL_WAIT_SPAN,
  SCOPE_NAME,
  SPAN_ATTRIBUTE,
} from "@plimsoll/catalog";
import type { KeepRules } from "./keep-rules.ts";

const OPENED: Outcome = "created";

/** Adds to `reasons` what the ended `span` says for keeping its trace. */
export function findReasons(
  span: ReadableSpan,
  isRoot: boolean,
  rules: KeepRules,
  reasons: Set<KeepReason>,
): void {
  if (isWait(span)) note("waited", rules, reasons);
  if (span.status.code === SpanStatusCode.ERROR) note("failed", rules, reasons);
  if (isRoot && secondsOf(span) >= rules.slowSeconds) note("slow", rules, reasons);
}

function note(reason: KeepReason, rules: KeepRules, reasons: Set<KeepReason>): void {
  if (rules.reasons.has(reason)) reasons.add(reason);
}

/** A connection that was opened for the request is the everyday life of a pool that is not busy. */
function isWait(span: ReadableSpan): boolean {
  if (span.name !== POOL_WAIT_SPAN || span.instrumentationScope.name !== SCOPE_NAME) return false;
  return span.attributes[SPAN_ATTRIBUTE.outcome] !== OPENED;
}

function secondsOf({ duration: [seconds, nanoseconds] }: ReadableSpan): number {
  return seconds + nanoseconds / 1e9;
}

import { SpanStatusCode } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { type KeepReason, POOL_WAIT_SPAN, SCOPE_NAME } from "@plimsoll/catalog";
import type { KeepRules } from "./keep-rules.ts";

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

function isWait(span: ReadableSpan): boolean {
  return span.name === POOL_WAIT_SPAN && span.instrumentationScope.name === SCOPE_NAME;
}

function secondsOf({ duration: [seconds, nanoseconds] }: ReadableSpan): number {
  return seconds + nanoseconds / 1e9;
}

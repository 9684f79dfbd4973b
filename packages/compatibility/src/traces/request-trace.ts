import { SPAN_ATTRIBUTE } from "@plimsoll/catalog";
import type { StoredSpan, Trace } from "./trace.ts";

/** Spans begin at a wall clock's time and last by another clock's: they may differ by so much. */
export const CLOCK_SECONDS = 0.002;

/** The traces of the requests of `route`. */
export function requestsOf(traces: readonly Trace[], route: string): Trace[] {
  return traces.filter(({ spans }) =>
    spans.some(({ kind, name }) => kind === "server" && name === `GET /${route}`),
  );
}

/** The query spans of a trace, earliest first. */
export function queriesOf({ spans }: Trace): StoredSpan[] {
  return spans
    .filter(({ attributes }) => SPAN_ATTRIBUTE.queryText in attributes)
    .toSorted((a, b) => a.startedAt - b.startedAt);
}

/** Express' span of the request's handler, when it is the parent of `span`. */
export function handlerOf({ parentId }: StoredSpan, { spans }: Trace): StoredSpan | undefined {
  const parent = spans.find(({ id }) => id === parentId);
  return parent?.attributes["express.type"] === "request_handler" ? parent : undefined;
}

/** Whether `inner` begins and ends while `outer` lasts. */
export function isWithin(inner: StoredSpan, outer: StoredSpan): boolean {
  return (
    inner.startedAt >= outer.startedAt - CLOCK_SECONDS &&
    inner.endedAt <= outer.endedAt + CLOCK_SECONDS
  );
}

import type { Span } from "./trace-receiver.ts";
import { CALLERS } from "./workload.ts";

/** For each route, what the text of its query spans must match; each pattern is one query. */
export type ExpectedQueries = Readonly<Record<string, readonly RegExp[]>>;

const QUERIES: ExpectedQueries = {
  query: [/orders/i],
  transaction: [/^\s*(begin|start transaction)/i, /insert/i, /commit/i],
  failing: [/missing/i],
  contended: [/pg_advisory/i],
};

const REQUESTS: Readonly<Record<string, number>> = {
  query: 1,
  transaction: 1,
  failing: 1,
  contended: CALLERS,
};

/** What is wrong with an app's spans: each query of an HTTP request must have an ended one on that request's trace. */
export function judgeSpans(spans: readonly Span[], own: ExpectedQueries = {}): string[] {
  const queries = { ...QUERIES, ...own };
  return Object.entries(queries).flatMap(([route, patterns]) => {
    const requests = spans.filter((span) => span.isServer && span.name === `GET /${route}`);
    const wanted = REQUESTS[route];
    if (requests.length !== wanted)
      return [`/${route}: ${requests.length} server spans, expected ${wanted}`];
    return [
      ...patterns.flatMap((pattern) => missing(spans, requests, pattern)),
      ...(route === "failing" ? withoutError(spans, requests) : []),
    ];
  });
}

function missing(spans: readonly Span[], requests: readonly Span[], pattern: RegExp): string[] {
  return requests
    .filter(({ traceId }) => !queriesOf(spans, traceId).some((text) => pattern.test(text)))
    .map(({ name }) => `${name}: no span of a query that matches ${pattern}`);
}

function queriesOf(spans: readonly Span[], traceId: string): string[] {
  return spans.flatMap((span) =>
    span.traceId === traceId && span.queryText !== undefined ? [span.queryText] : [],
  );
}

function withoutError(spans: readonly Span[], requests: readonly Span[]): string[] {
  const isMarked = spans.some(
    (span) => span.traceId === requests[0]?.traceId && span.queryText && span.isError,
  );
  return isMarked ? [] : ["GET /failing: its query's span is not an error"];
}

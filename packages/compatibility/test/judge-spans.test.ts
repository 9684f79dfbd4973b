import t from "tap";
import { judgeSpans } from "../src/judge-spans.ts";
import type { Span } from "../src/trace-receiver.ts";

const span = (traceId: string, name: string, queryText?: string, isError = false): Span => ({
  traceId,
  name,
  isServer: name.startsWith("GET"),
  isError,
  queryText,
});

const request = (traceId: string, route: string, ...queries: string[]): Span[] => [
  span(traceId, `GET /${route}`),
  ...queries.map((text) => span(traceId, "pg.query", text, route === "failing")),
];

const ALL: readonly Span[] = [
  ...request("q", "query", "select status from orders"),
  ...request("t", "transaction", "BEGIN", "insert into orders values ($1)", "commit"),
  ...request("f", "failing", "select * from missing"),
  ...["1", "2", "3", "4", "5", "6"].flatMap((id) =>
    request(id, "contended", "select pg_advisory_xact_lock_shared(?)"),
  ),
];

t.test("spans of every query on the trace of its request are right", (t) => {
  t.same(judgeSpans(ALL), []);
  t.end();
});

t.test("each span that is missing is a problem", (t) => {
  for (const missing of ALL) {
    const problems = judgeSpans(ALL.filter((other) => other !== missing));
    t.ok(problems.length > 0, `${missing.name} of trace ${missing.traceId}`);
  }
  t.end();
});

t.test("a span that hangs on another request's trace is a problem", (t) => {
  const moved = ALL.map((s) => (s.traceId === "6" && !s.isServer ? { ...s, traceId: "5" } : s));
  t.same(judgeSpans(moved), ["GET /contended: no span of a query that matches /pg_advisory/i"]);
  t.end();
});

t.test("a failed query whose span is no error is a problem", (t) => {
  const without = ALL.map((s) => ({ ...s, isError: false }));
  t.same(judgeSpans(without), ["GET /failing: its query's span is not an error"]);
  t.end();
});

t.test("a library's own queries are told by its own patterns", (t) => {
  t.same(judgeSpans(ALL, { query: [/pgboss/] }), [
    "GET /query: no span of a query that matches /pgboss/",
  ]);
  t.end();
});

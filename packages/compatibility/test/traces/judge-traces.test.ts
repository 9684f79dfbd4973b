import t from "tap";
import { judgeTraces } from "../../src/traces/judge-traces.ts";
import type { StoredSpan, Trace } from "../../src/traces/trace.ts";
import { DATABASE, rightTraces } from "./stored-traces.ts";

/** The right traces, with `change` done to each span whose id is `id`; undefined takes it away. */
function changed(id: string, change: (span: StoredSpan) => StoredSpan | undefined): Trace[] {
  return rightTraces().map((trace) => ({
    ...trace,
    spans: trace.spans.flatMap((span) => (span.id === id ? (change(span) ?? []) : [span])),
  }));
}

const judge = (traces: readonly Trace[]): string[] => judgeTraces(traces, DATABASE);

t.test("a whole trace for each request, and one for each query of the start, are right", (t) => {
  t.same(judge(rightTraces()), []);
  t.end();
});

t.test("each span of a request that is missing is a problem", (t) => {
  for (const { spans } of rightTraces().slice(1))
    for (const { id } of spans) t.not(judge(changed(id, () => undefined)).length, 0, id);
  t.end();
});

t.test("a query of another request's trace is a problem of both", (t) => {
  const traces = rightTraces();
  const moved = traces.flatMap(({ spans }) => spans).find(({ id }) => id === "1-q0")!;
  const problems = judge(
    changed("1-q0", () => undefined).map((trace) =>
      trace.id === "2" ? { ...trace, spans: [...trace.spans, moved] } : trace,
    ),
  );
  t.match(problems, [
    /^\/contended: its queries are \[\]/,
    /^\/contended: its queries are \["select pg_adv[^,]*,"select/,
    "GET /contended (2): pg.query:SELECT orders is an orphan",
  ]);
  t.end();
});

t.test("two requests in one trace are a problem", (t) => {
  const [first, second, ...others] = rightTraces().toReversed();
  const joined = { id: "joined", spans: [...first!.spans, ...second!.spans] };
  t.match(judge([joined, ...others]).join("\n"), "2 requests share a trace");
  t.end();
});

t.test("a query whose parent is the server span and not the handler is a problem", (t) => {
  const problems = judge(changed("query-q0", (span) => ({ ...span, parentId: "query-s" })));
  t.match(problems, [/a query does not hang on the handler/]);
  t.end();
});

t.test("a query that ends after its request is a problem", (t) => {
  const problems = judge(changed("query-q0", (span) => ({ ...span, endedAt: span.endedAt + 1 })));
  t.match(problems, [/begins or ends outside its request/]);
  t.end();
});

t.test("a wrong name, kind or attribute of a query is a problem", (t) => {
  const named = judge(changed("start-q", (span) => ({ ...span, name: "create table orders" })));
  t.match(named, ["name of a query is create table orders, expected pg.query:CREATE orders"]);
  t.match(judge(changed("start-q", (span) => ({ ...span, kind: "internal" }))), [/^.*kind of/]);
  for (const key of ["db.system.name", "db.namespace", "server.address", "server.port"]) {
    const without = (span: StoredSpan) => ({
      ...span,
      attributes: { ...span.attributes, [key]: "other" },
    });
    t.match(judge(changed("start-q", without)), [new RegExp(`${key} of a query is other`)]);
  }
  t.end();
});

t.test("an error on a query that went well, or none on one that failed, is a problem", (t) => {
  t.match(judge(changed("query-q0", (span) => ({ ...span, isError: true }))), [/wrong ones/]);
  t.match(judge(changed("failing-q0", (span) => ({ ...span, isError: false }))), [/wrong ones/]);
  t.end();
});

t.test("what a library asks on a new connection is no query of the request", (t) => {
  const setup = rightTraces().map((trace) => ({
    ...trace,
    spans: trace.spans.flatMap((span) =>
      span.id === "1-q0"
        ? [
            {
              ...span,
              id: "setup",
              name: "pg.query:SET orders",
              startedAt: span.startedAt - 0.003,
              attributes: { ...span.attributes, "db.query.text": "SET TIME ZONE ?" },
            },
            span,
          ]
        : [span],
    ),
  }));
  t.same(judge(setup), []);
  t.end();
});

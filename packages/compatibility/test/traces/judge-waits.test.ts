import { ATTRIBUTE, POOL_WAIT_SPAN, SPAN_ATTRIBUTE } from "@plimsoll/catalog";
import t from "tap";
import { judgeWaits } from "../../src/traces/judge-waits.ts";
import type { StoredSpan, Trace } from "../../src/traces/trace.ts";
import { rightTraces } from "./stored-traces.ts";

const LIMIT = 4;

/** The span of a wait of trace `id`, whose handler begins 1 ms and whose query 5 ms after the server span. */
function wait(trace: Trace, outcome = "queued", from = 0.002, to = 0.0045): StoredSpan {
  const [server, handler] = trace.spans;
  return {
    id: `${trace.id}-w`,
    parentId: handler?.id,
    name: POOL_WAIT_SPAN,
    kind: "internal",
    isError: false,
    attributes: { [ATTRIBUTE.poolName]: "orders-pool", [SPAN_ATTRIBUTE.outcome]: outcome },
    startedAt: (server?.startedAt ?? 0) + from,
    endedAt: (server?.startedAt ?? 0) + to,
  };
}

/** Right traces of a pool of four: callers 5 and 6 waited, until the others had asked; `change` is done to each trace. */
function waited(change: (trace: Trace) => Trace = (trace) => trace): Trace[] {
  return rightTraces().map((trace) => {
    if (trace.id !== "5" && trace.id !== "6") return change(trace);
    const [server, handler, query] = trace.spans;
    const later = { ...query!, startedAt: query!.startedAt + 0.02, endedAt: query!.endedAt + 0.02 };
    const end = { endedAt: later.endedAt + 0.001 };
    return change({
      id: trace.id,
      spans: [
        { ...server!, ...end },
        { ...handler!, ...end },
        wait(trace, "queued", 0.002, 0.02),
        later,
      ],
    });
  });
}

const withSpan = (id: string, make: (trace: Trace) => StoredSpan) =>
  waited((trace) => (trace.id === id ? { ...trace, spans: [...trace.spans, make(trace)] } : trace));

const withWait = (change: Partial<StoredSpan>) =>
  waited((trace) => ({
    ...trace,
    spans: trace.spans.map((span) => (span.id === "5-w" ? { ...span, ...change } : span)),
  }));

const wrong = (change: Partial<StoredSpan>) => judgeWaits(withWait(change), LIMIT).join("\n");

t.test("a wait of each caller beyond the limit, and of nobody else, is right", (t) => {
  t.same(judgeWaits(waited(), LIMIT), []);
  t.end();
});

t.test("a caller that waited for its connection to be opened is right too", (t) => {
  t.same(
    judgeWaits(
      withSpan("1", (trace) => wait(trace, "created")),
      LIMIT,
    ),
    [],
  );
  t.end();
});

t.test("a wait too few or too many is a problem", (t) => {
  const fewer = waited((trace) => ({
    ...trace,
    spans: trace.spans.filter(({ id }) => id !== "5-w"),
  }));
  t.same(judgeWaits(fewer, LIMIT), ["1 callers have the span of a wait, expected 2"]);
  t.match(judgeWaits(withSpan("1", wait), LIMIT)[0], "3 callers have");
  t.match(judgeWaits(withSpan("5", wait), LIMIT).join("\n"), "2 waits for one connection");
  t.end();
});

t.test("a wait of a request that had a free connection is a problem", (t) => {
  t.match(judgeWaits(withSpan("query", wait), LIMIT), [/^trace query has waited/]);
  t.end();
});

t.test("a wait with the wrong parent, pool, outcome or status is a problem", (t) => {
  t.match(wrong({ parentId: "5-s" }), "is not the request's handler");
  t.match(wrong({ parentId: "6-h" }), "is not the request's handler");
  t.match(wrong({ isError: true }), "is an error");
  const attributes = { [ATTRIBUTE.poolName]: "other", [SPAN_ATTRIBUTE.outcome]: "queued" };
  t.match(wrong({ attributes }), "names the pool other");
  const timeout = { ...attributes, [SPAN_ATTRIBUTE.outcome]: "timeout" };
  t.match(wrong({ attributes: timeout }), "ended as timeout");
  t.end();
});

t.test("a wait at another time than before its query is a problem", (t) => {
  const start = wait(rightTraces().find(({ id }) => id === "5")!).startedAt - 0.002;
  const at = (from: number, to: number) => wrong({ startedAt: start + from, endedAt: start + to });
  t.match(at(0.002, 0.03), "ends after its query begins");
  t.match(at(0.002, 0.003), "ends before a connection is given back");
  t.match(at(-1, 0.02), "outside its request");
  t.end();
});

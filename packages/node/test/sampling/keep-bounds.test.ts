import { type Span, SpanStatusCode } from "@opentelemetry/api";
import { SPAN_ATTRIBUTE } from "@plimsoll/catalog";
import fc from "fast-check";
import t from "tap";
import { KEEP_BOUNDS } from "../../src/sampling/bounds.ts";
import { KeptTraces } from "./kept-traces.ts";

function fail(kept: KeptTraces, name: string): void {
  const root = kept.start(name);
  root.setStatus({ code: SpanStatusCode.ERROR });
  kept.end(root);
}

t.test("an outage cannot turn the ratio into all: 50 traces at once, then 10 a second", (t) => {
  const kept = new KeptTraces();
  for (let i = 0; i < 200; i += 1) fail(kept, "GET /");
  t.equal(kept.exported().length, 50);
  t.equal(kept.traces.counts.lost.rate, 150);
  kept.now += 1;
  for (let i = 0; i < 200; i += 1) fail(kept, "GET /");
  t.equal(kept.exported().length, 60);
  kept.pass(10);
  t.equal(kept.traces.size, 0);
  t.end();
});

t.test("beyond the open traces that are remembered a request is not recorded", (t) => {
  const kept = new KeptTraces({}, { ...KEEP_BOUNDS, openTraces: 2 });
  const roots = ["a", "b", "c"].map((name) => kept.start(name));
  t.same(
    roots.map((root) => root.isRecording()),
    [true, true, false],
  );
  t.equal(kept.start("child", roots[2]).isRecording(), false, "nor what it does");
  t.equal(kept.traces.counts.lost.room, 1);
  t.end();
});

t.test("a full buffer takes no further trace, and roots of those in it", (t) => {
  const kept = new KeptTraces({}, { ...KEEP_BOUNDS, bufferedSpans: 1 });
  const root = kept.start("GET /");
  for (const name of ["first", "second"]) kept.end(kept.start(name, root));
  t.equal(kept.start("GET /other").isRecording(), false);
  root.setStatus({ code: SpanStatusCode.ERROR });
  kept.end(root);
  t.same(kept.names(), ["first", "GET /"]);
  t.equal(kept.traces.counts.lostSpans, 1);
  t.end();
});

t.test("a trace with too many spans keeps its root, which says how many are missing", (t) => {
  const kept = new KeptTraces({}, { ...KEEP_BOUNDS, spansPerTrace: 3 });
  const root = kept.start("GET /");
  kept.wait(root);
  for (let i = 0; i < 9; i += 1) kept.end(kept.start("SELECT", root));
  kept.end(root);
  t.same(kept.names(), ["pool wait", "SELECT", "SELECT", "GET /"]);
  t.equal(kept.exported().at(-1)?.attributes[SPAN_ATTRIBUTE.lostSpans], 7);
  t.equal(kept.traces.counts.lostSpans, 7);
  t.end();
});

t.test("a root that hangs is sent as far as it is known as soon as it is slow", (t) => {
  const kept = new KeptTraces();
  const root = kept.start("GET /");
  kept.end(kept.start("SELECT", root));
  kept.pass(1);
  t.same(kept.names(), ["SELECT"]);
  kept.pass(60);
  kept.end(root);
  t.same(kept.names(), ["SELECT", "GET /"]);
  t.same(kept.because("GET /"), ["slow"]);
  t.end();
});

t.test("a root that never ends is forgotten, whether it is kept or not", (t) => {
  const kept = new KeptTraces();
  kept.start("job");
  kept.pass(KEEP_BOUNDS.keptSeconds);
  t.equal(kept.traces.size, 1);
  kept.pass(2);
  t.equal(kept.traces.size, 0);
  const unasked = new KeptTraces({ reasons: new Set(["failed"]) });
  unasked.end(unasked.start("SELECT", unasked.start("job")));
  unasked.pass(61);
  t.same([unasked.traces.size, unasked.traces.bufferedSpans], [0, 0]);
  t.equal(unasked.traces.counts.lost.age, 1);
  t.end();
});

t.test("a span that never ends is waited for some seconds only", (t) => {
  const kept = new KeptTraces();
  for (const name of ["plain", "waited"]) {
    const root = kept.start(name);
    kept.start("cursor", root);
    if (name === "waited") kept.wait(root);
    kept.end(root);
  }
  t.equal(kept.traces.size, 2);
  kept.pass(KEEP_BOUNDS.lateSpansSeconds + 1);
  t.same([kept.traces.size, kept.traces.bufferedSpans], [0, 0]);
  t.end();
});

const SMALL = { ...KEEP_BOUNDS, openTraces: 5, bufferedSpans: 8, spansPerTrace: 4, keptBurst: 3 };

/** What an app may do next; `pick` chooses among its open spans. */
const step = fc.record({
  does: fc.constantFrom("root", "child", "child", "wait", "fail", "end", "end", "pass"),
  pick: fc.nat(1000),
});

t.test("whatever an app does, no bound is crossed and nothing stays", (t) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const kept = new KeptTraces({}, SMALL);
      const open: Span[] = [];
      const begun = kept.now;
      for (const { does, pick } of steps) {
        const span = open[pick % Math.max(1, open.length)];
        if (does === "root") open.push(kept.start("root"));
        if (does === "pass") kept.pass(1);
        if (span === undefined) continue;
        if (does === "child") open.push(kept.start("child", span));
        if (does === "wait") kept.wait(span);
        if (does === "fail") span.setStatus({ code: SpanStatusCode.ERROR });
        if (does === "end" || does === "fail") kept.end(open.splice(open.indexOf(span), 1)[0]!);
        const { size, bufferedSpans, counts } = kept.traces;
        const keptTraces = counts.kept.waited + counts.kept.failed + counts.kept.slow;
        if (size > SMALL.openTraces) return false;
        if (bufferedSpans < 0 || bufferedSpans > SMALL.bufferedSpans + SMALL.openTraces)
          return false;
        if (keptTraces > SMALL.keptBurst + (kept.now - begun) * SMALL.keptPerSecond) return false;
      }
      for (const span of open) kept.end(span);
      kept.pass(SMALL.keptSeconds + 2);
      return kept.traces.size === 0 && kept.traces.bufferedSpans === 0;
    }),
    { numRuns: 300 },
  );
  t.end();
});

t.test("within the bounds a trace arrives whole or not at all", (t) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const kept = new KeptTraces({}, { ...KEEP_BOUNDS, keptBurst: 1000 });
      const open: Span[] = [];
      const spans = new Map<string, number>();
      const begin = (span: Span): void => {
        const { traceId } = span.spanContext();
        spans.set(traceId, (spans.get(traceId) ?? 0) + 1);
        open.push(span);
      };
      for (const { does, pick } of steps) {
        const span = open[pick % Math.max(1, open.length)];
        if (does === "root") begin(kept.start("root"));
        if (span === undefined) continue;
        if (does === "child") begin(kept.start("child", span));
        if (does === "fail") span.setStatus({ code: SpanStatusCode.ERROR });
        if (does === "end") kept.end(open.splice(open.indexOf(span), 1)[0]!);
      }
      for (const span of open) kept.end(span);
      const arrived = new Map<string, number>();
      for (const span of kept.exported()) {
        const { traceId } = span.spanContext();
        arrived.set(traceId, (arrived.get(traceId) ?? 0) + 1);
      }
      return [...arrived].every(([traceId, count]) => spans.get(traceId) === count);
    }),
    { numRuns: 300 },
  );
  t.end();
});

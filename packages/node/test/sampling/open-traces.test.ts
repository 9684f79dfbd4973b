import { ROOT_CONTEXT, SpanStatusCode, trace, TraceFlags } from "@opentelemetry/api";
import { AlwaysOnSampler } from "@opentelemetry/sdk-trace";
import t from "tap";
import { KeptTraces } from "./kept-traces.ts";

t.test("a trace that the ratio drops and that is unremarkable leaves nothing behind", (t) => {
  const kept = new KeptTraces();
  const root = kept.start("GET /");
  const query = kept.start("SELECT", root);
  kept.end(query);
  t.equal(kept.traces.bufferedSpans, 1);
  kept.end(root);
  t.same(kept.names(), []);
  t.same([kept.traces.size, kept.traces.bufferedSpans], [0, 0]);
  t.end();
});

t.test("a trace in which a request waited for a connection arrives whole and says why", (t) => {
  const kept = new KeptTraces();
  const root = kept.start("GET /");
  kept.end(kept.start("middleware", root));
  kept.wait(root);
  kept.end(kept.start("SELECT", root));
  kept.end(root);
  t.same(kept.names(), ["middleware", "pool wait", "SELECT", "GET /"]);
  t.same(kept.because("GET /"), ["waited"]);
  t.equal(kept.because("SELECT"), undefined, "on the local root only");
  for (const span of kept.exported()) {
    t.equal(span.spanContext().traceFlags, TraceFlags.SAMPLED);
    t.equal(span.spanContext().traceId, root.spanContext().traceId);
  }
  t.equal(root.spanContext().traceFlags, TraceFlags.NONE, "the span's own context is left alone");
  t.same(kept.traces.counts.kept, { waited: 1, failed: 0, slow: 0 });
  t.end();
});

t.test("a trace with a failed span is kept, whichever span it is", (t) => {
  const kept = new KeptTraces();
  const root = kept.start("GET /");
  const query = kept.start("SELECT", root);
  query.setStatus({ code: SpanStatusCode.ERROR });
  kept.end(query);
  kept.end(root);
  const failing = kept.start("POST /");
  failing.setStatus({ code: SpanStatusCode.ERROR });
  kept.end(failing);
  t.same(kept.names(), ["SELECT", "GET /", "POST /"]);
  t.same(kept.because("POST /"), ["failed"]);
  t.end();
});

t.test("a trace is slow when its local root took long, not when a span of it did", (t) => {
  const kept = new KeptTraces();
  const root = kept.start("GET /");
  const child = kept.start("SELECT", root);
  kept.now += 0.999;
  kept.end(child);
  kept.end(root);
  t.same(kept.names(), []);
  const slow = kept.start("GET /slow");
  kept.now += 1;
  kept.end(slow);
  t.same(kept.because("GET /slow"), ["slow"]);
  t.end();
});

t.test("a root names every reason, and is counted under the first", (t) => {
  const kept = new KeptTraces();
  const root = kept.start("GET /");
  kept.wait(root);
  kept.now += 2;
  root.setStatus({ code: SpanStatusCode.ERROR });
  kept.end(root);
  t.same(kept.because("GET /"), ["waited", "failed", "slow"]);
  t.same(kept.traces.counts.kept, { waited: 1, failed: 0, slow: 0 });
  t.end();
});

t.test("a reason that was not asked for keeps nothing", (t) => {
  const kept = new KeptTraces({ reasons: new Set(["slow"]) });
  const root = kept.start("GET /");
  kept.wait(root);
  root.setStatus({ code: SpanStatusCode.ERROR });
  kept.end(root);
  t.same(kept.names(), []);
  t.end();
});

t.test("a span of the app that is called 'pool wait' is no wait", (t) => {
  const kept = new KeptTraces();
  const root = kept.start("GET /");
  kept.end(kept.start("pool wait", root));
  kept.end(root);
  t.same(kept.names(), []);
  t.end();
});

t.test("what the ratio takes is exported as it is", (t) => {
  const kept = new KeptTraces({}, undefined, new AlwaysOnSampler());
  const root = kept.start("GET /");
  kept.wait(root);
  kept.end(root);
  t.same(kept.names(), ["pool wait", "GET /"]);
  t.equal(kept.because("GET /"), undefined);
  t.equal(kept.traces.size, 0);
  t.end();
});

t.test("our part of a trace that the caller dropped is kept under the caller's trace id", (t) => {
  const kept = new KeptTraces();
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const caller = { traceId, spanId: "b7ad6b7169203331", traceFlags: 0, isRemote: true };
  const root = kept.start("GET /", trace.setSpanContext(ROOT_CONTEXT, caller));
  kept.wait(root);
  kept.end(root);
  t.same(kept.names(), ["pool wait", "GET /"]);
  t.same(kept.because("GET /"), ["waited"]);
  t.equal(kept.exported()[1]?.spanContext().traceId, traceId);
  t.end();
});

t.test("two requests of one trace that overlap in this process are one trace", (t) => {
  const kept = new KeptTraces();
  const outer = kept.start("GET /outer");
  const remote = { ...outer.spanContext(), isRemote: true };
  const inner = kept.start("GET /inner", trace.setSpanContext(ROOT_CONTEXT, remote));
  kept.end(inner);
  kept.wait(outer);
  kept.end(outer);
  t.same(kept.names(), ["GET /inner", "pool wait", "GET /outer"]);
  t.same(kept.because("GET /inner"), ["waited"]);
  t.end();
});

t.test("a span that is open when the root ends belongs to the trace, and may keep it", (t) => {
  const kept = new KeptTraces();
  const root = kept.start("GET /");
  const query = kept.start("SELECT", root);
  kept.end(root);
  kept.pass(5);
  t.same(kept.names(), []);
  query.setStatus({ code: SpanStatusCode.ERROR });
  kept.end(query);
  t.same(kept.names(), ["GET /", "SELECT"]);
  t.same(kept.because("GET /"), ["failed"]);
  t.end();
});

t.test("a span that begins shortly after a kept trace was complete belongs to it", (t) => {
  const kept = new KeptTraces();
  const root = kept.start("GET /");
  kept.wait(root);
  kept.end(root);
  kept.pass(1);
  kept.end(kept.start("audit", root));
  t.same(kept.names(), ["pool wait", "GET /", "audit"]);
  kept.pass(3);
  t.equal(kept.traces.size, 0);
  t.equal(kept.start("too late", root).isRecording(), false);
  t.end();
});

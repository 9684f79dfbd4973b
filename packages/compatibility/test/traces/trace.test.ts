import t from "tap";
import { readJaegerTraces } from "../../src/traces/trace.ts";

t.test("Jaeger's microseconds and tags are read as seconds and attributes", (t) => {
  const span = {
    spanID: "b",
    operationName: "pg.query:SELECT orders",
    references: [{ refType: "CHILD_OF", spanID: "a" }],
    startTime: 1_795_470_050_000_250,
    duration: 1500,
    tags: [
      { key: "span.kind", value: "client" },
      { key: "otel.status_code", value: "ERROR" },
    ],
  };
  const root = { ...span, spanID: "a", references: [], tags: [] };
  const [trace] = readJaegerTraces({ data: [{ traceID: "t", spans: [root, span] }] });
  t.match(trace, {
    id: "t",
    spans: [
      { id: "a", parentId: undefined, kind: "internal", isError: false },
      { id: "b", parentId: "a", kind: "client", isError: true, startedAt: 1_795_470_050.00025 },
    ],
  });
  t.equal(trace?.spans[1]?.endedAt, 1_795_470_050.00175);
  t.end();
});

import { N_PLUS_ONE_EVENT, SPAN_ATTRIBUTE } from "@plimsoll/catalog";
import {
  SimpleSpanProcessor,
  InMemorySpanExporter,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import t from "tap";
import { shapeOf } from "../../src/queries/query-shape.ts";
import { reportOnServerSpan } from "../../src/requests/report-on-server-span.ts";
import type { RequestReading } from "../../src/requests/request-account.ts";

const exporter = new InMemorySpanExporter();
const tracer = new TracerProvider({
  spanProcessors: [new SimpleSpanProcessor({ exporter })],
}).getTracer("test");

const READING: RequestReading = {
  waitSeconds: 1,
  connectSeconds: 2,
  querySeconds: 3,
  heldIdleSeconds: 4,
  queries: 12,
  repeated: new Map([[shapeOf("SELECT * FROM users WHERE id = $1", "sanitized"), 12]]),
};

t.beforeEach(() => exporter.reset());

t.test("a server span ends with where its request's database time went", (t) => {
  const span = tracer.startSpan("GET /users");
  reportOnServerSpan(span, () => READING);
  span.end();
  const [ended] = exporter.getFinishedSpans();
  t.match(ended?.attributes, {
    [SPAN_ATTRIBUTE.waitSeconds]: 1,
    [SPAN_ATTRIBUTE.connectSeconds]: 2,
    [SPAN_ATTRIBUTE.querySeconds]: 3,
    [SPAN_ATTRIBUTE.heldIdleSeconds]: 4,
    [SPAN_ATTRIBUTE.queries]: 12,
  });
  t.match(ended?.events, [
    { name: N_PLUS_ONE_EVENT, attributes: { "db.query.summary": "SELECT users" } },
  ]);
  t.end();
});

t.test("a server span ends at the time that it was told to, also when the account fails", (t) => {
  const span = tracer.startSpan("GET /users", { startTime: new Date(1_000) });
  reportOnServerSpan(span, () => {
    throw new Error("broken");
  });
  t.doesNotThrow(() => span.end(new Date(2_000)));
  const [ended] = exporter.getFinishedSpans();
  t.same(ended?.duration, [1, 0]);
  t.end();
});

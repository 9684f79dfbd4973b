import t from "tap";
import { readOtlp } from "../../src/traces/read-otlp.ts";

const SPAN = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  name: "GET /accounts/:id",
  kind: 2,
  startTimeUnixNano: "1795470050000250999",
  endTimeUnixNano: "1795470050001751000",
  attributes: [
    { key: "http.route", value: { stringValue: "/accounts/:id" } },
    { key: "http.response.status_code", value: { intValue: 503 } },
    { key: "plimsoll.db.wait_seconds", value: { doubleValue: 0.25 } },
    { key: "zero", value: { intValue: "0" } },
    { key: "flag", value: { boolValue: false } },
    { key: "list", value: { arrayValue: { values: [] } } },
  ],
  status: { code: 2 },
};

function bodyOf(...spans: object[]): string {
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }, {}] });
}

t.test("a span has its times to the microsecond, and its plain attributes", (t) => {
  t.same(readOtlp(bodyOf(SPAN)), [
    {
      traceId: SPAN.traceId,
      id: SPAN.spanId,
      parentId: undefined,
      name: SPAN.name,
      isServer: true,
      isError: true,
      startedAt: 1_795_470_050.00025,
      endedAt: 1_795_470_050.001751,
      attributes: {
        "http.route": "/accounts/:id",
        "http.response.status_code": 503,
        "plimsoll.db.wait_seconds": 0.25,
        zero: 0,
        flag: false,
      },
    },
  ]);
  t.end();
});

t.test("a child names its parent, and is neither a request nor an error unless it says so", (t) => {
  const { status: _, ...child } = { ...SPAN, kind: 3, parentSpanId: "00f067aa0ba902b7" };
  t.match(readOtlp(bodyOf(child)), [
    { parentId: "00f067aa0ba902b7", isServer: false, isError: false },
  ]);
  t.end();
});

t.test("what is no OTLP is refused", (t) => {
  t.throws(() => readOtlp("traces"), SyntaxError);
  t.throws(() => readOtlp('{"resourceSpans": 1}'), TypeError);
  t.end();
});

import t from "tap";
import { startTraceReceiver } from "../../src/traces/trace-receiver.ts";

const SPAN = {
  traceId: "t",
  spanId: "s",
  name: "GET /",
  startTimeUnixNano: "1",
  endTimeUnixNano: "2",
};
const BODY = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [SPAN] }] }] });

async function post(url: string, body: string): Promise<number> {
  const response = await fetch(url, { method: "POST", body });
  await response.arrayBuffer();
  return response.status;
}

t.test("what is posted to the endpoint is kept; anything else is refused", async (t) => {
  const receiver = await startTraceReceiver();
  t.teardown(() => receiver.close());
  t.match(receiver.endpoint, /^http:\/\/127\.0\.0\.1:\d+\/v1\/traces$/);
  t.equal(await post(receiver.endpoint, BODY), 200);
  t.equal(await post(receiver.endpoint, "no JSON"), 400);
  t.equal(await post(receiver.endpoint.replace("traces", "metrics"), BODY), 404);
  t.equal((await fetch(receiver.endpoint)).status, 404);
  t.match(receiver.traces(), [[{ traceId: "t", name: "GET /" }]]);
  t.equal(receiver.traces().length, 1);
});

t.test("a body that is too long is refused, and the receiver goes on", async (t) => {
  const receiver = await startTraceReceiver();
  t.teardown(() => receiver.close());
  t.equal(await post(receiver.endpoint, " ".repeat(9_000_000)).catch(() => 400), 400);
  t.equal(await post(receiver.endpoint, BODY), 200);
});

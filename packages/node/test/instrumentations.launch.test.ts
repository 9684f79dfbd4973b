import t from "tap";
import { consoleSpans, traceIds } from "./console-spans.ts";
import { freePort, runApp } from "./run-app.ts";

t.test("fetch() is a client span, and the runtime has its metrics", async (t) => {
  const { exitCode, stdout, stderr } = await runApp({
    script: "fetches.mjs",
    env: {
      OTEL_TRACES_EXPORTER: "console",
      OTEL_EXPORTER_PROMETHEUS_PORT: String(await freePort()),
    },
  });
  t.same({ exitCode, stderr }, { exitCode: 0, stderr: "" });
  const client = consoleSpans(stdout, "GET").filter((span) =>
    span.includes("@opentelemetry/instrumentation-undici"),
  );
  const stock = client.filter((span) => span.includes("/stock'"));
  t.equal(stock.length, 1, "one client span of the call");
  t.equal(new Set(traceIds(stdout, "GET")).size, 2, "the service's span is in its trace");
  t.match(stdout, /^nodejs_eventloop_utilization/m);
  t.match(stdout, /^v8js_memory_heap_used/m);
  t.match(stdout, /^http_client_request_duration_count\{/m);
});

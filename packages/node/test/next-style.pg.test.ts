import t from "tap";
import { consoleSpans, traceIds } from "./console-spans.ts";
import { freePort, runApp } from "./run-app.ts";

const DATABASE_URL = process.env["DATABASE_URL"];

if (DATABASE_URL === undefined) t.plan(0, "DATABASE_URL is not set: run `npm test`");
else
  t.test("register() of an instrumentation.ts is early enough for the routes", async (t) => {
    const { exitCode, stdout, stderr } = await runApp({
      script: "next-style/start.mjs",
      env: {
        DATABASE_URL,
        OTEL_TRACES_EXPORTER: "console",
        OTEL_EXPORTER_PROMETHEUS_PORT: String(await freePort()),
      },
    });
    t.same({ exitCode, stderr }, { exitCode: 0, stderr: "" });
    t.match(stdout, 'app: 200 {"id":7}');
    const [query] = traceIds(stdout, "pg.query:SELECT");
    t.ok(query, "a query span");
    const server = consoleSpans(stdout, "GET").filter((span) =>
      span.includes("@opentelemetry/instrumentation-http"),
    );
    t.same(
      server.map((span) => traceIds(span, "GET")),
      [[query]],
      "a server span of the same trace",
    );
    t.match(stdout, /plimsoll_pool_requests_started_total\{[^}]*pool_name="orders"[^}]*\} 1\n/);
  });

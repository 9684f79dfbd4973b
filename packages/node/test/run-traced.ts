import type { Test } from "tap";
import { traceIds } from "./console-spans.ts";
import { type App, freePort, type Run, runApp } from "./run-app.ts";

/** Runs `app`, which serves as `serve.cjs` does, and expects all that one import promises: one trace of its request, and the metrics of its pool. */
export async function runTraced(t: Test, app: App): Promise<Run> {
  const port = String(await freePort());
  const run = await runApp({
    ...app,
    env: {
      DATABASE_URL: String(process.env["DATABASE_URL"]),
      OTEL_TRACES_EXPORTER: "console",
      OTEL_EXPORTER_PROMETHEUS_PORT: port,
      EXPECT_METRICS_PORT: port,
      ...app.env,
    },
  });
  t.equal(run.exitCode, 0);
  t.equal(run.stderr, "", "no warning");
  t.match(run.stdout, 'app: 200 {"id":7}');
  const [server] = traceIds(run.stdout, "GET /orders/:id");
  t.ok(server, "a server span named by its route");
  t.same(traceIds(run.stdout, "request handler"), [server], "an express span");
  t.same(traceIds(run.stdout, "pg.query:SELECT"), [server], "one query span");
  t.same(traceIds(run.stdout, "GET /metrics"), [], "no span of the scrape");
  t.match(run.stdout, /plimsoll_pool_requests_started_total\{[^}]*pool_name="orders"[^}]*\} 1\n/);
  t.match(run.stdout, /plimsoll_pool_route_seconds_total\{[^}]*http_route="\/orders\/:id"/);
  t.equal(run.stdout.match(/^db_client_connection_limit\{/gm)?.length, 1, "one series each");
  t.notMatch(
    run.stdout,
    /@opentelemetry\/instrumentation-pg"[^}]*\} [0-9]/,
    "no metric of upstream's",
  );
  return run;
}

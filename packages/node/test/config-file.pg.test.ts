import { join } from "node:path";
import t from "tap";
import { traceIds } from "./console-spans.ts";
import { FIXTURES, freePort, runApp } from "./run-app.ts";

const DATABASE_URL = process.env["DATABASE_URL"];

if (DATABASE_URL === undefined) t.plan(0, "DATABASE_URL is not set: run `npm test`");
else {
  t.test("OTEL_CONFIG_FILE decides where spans and metrics go", async (t) => {
    const port = String(await freePort());
    const { exitCode, stdout, stderr } = await runApp({
      script: "app-import-first.mjs",
      env: {
        DATABASE_URL,
        EXPECT_METRICS_PORT: port,
        OTEL_CONFIG_FILE: join(FIXTURES, "otel.yaml"),
      },
    });
    t.same({ exitCode, stderr }, { exitCode: 0, stderr: "" });
    t.match(stdout, 'app: 200 {"id":7}');
    const [server] = traceIds(stdout, "GET /orders/:id");
    t.ok(server, "a server span named by its route");
    t.same(traceIds(stdout, "pg.query:SELECT"), [server], "one query span");
    t.match(stdout, "'service.name': 'from-file'");
    t.match(stdout, /^target_info\{[^}]*service_name="from-file"/m);
    t.match(stdout, /plimsoll_pool_route_seconds_total\{[^}]*http_route="\/orders\/:id"/);
    t.match(stdout, /^http_server_request_duration_count\{/m, "metrics of others are no no-ops");
    t.equal(stdout.match(/^db_client_connection_limit\{/gm)?.length, 1, "one series");
  });

  t.test("a file that is no configuration is one warning, and the app serves", async (t) => {
    const { exitCode, stdout, stderr } = await runApp({
      script: "app-import-first.mjs",
      env: { DATABASE_URL, OTEL_CONFIG_FILE: join(FIXTURES, "serve.cjs") },
    });
    t.equal(exitCode, 0);
    t.match(stdout, 'app: 200 {"id":7}');
    t.match(stderr, /^plimsoll: the file of OTEL_CONFIG_FILE cannot be used .*\n$/);
  });

  t.test("a file that is not there is one warning, and the default applies", async (t) => {
    const port = String(await freePort());
    const { exitCode, stdout, stderr } = await runApp({
      script: "app-import-first.mjs",
      env: {
        DATABASE_URL,
        EXPECT_METRICS_PORT: port,
        OTEL_CONFIG_FILE: join(FIXTURES, "nowhere.yaml"),
        OTEL_EXPORTER_PROMETHEUS_PORT: port,
      },
    });
    t.equal(exitCode, 0);
    t.match(stderr, /^plimsoll: OTEL_CONFIG_FILE must be the path of a file, .*\n$/);
    t.match(stdout, /^db_client_connection_limit\{/m);
  });
}

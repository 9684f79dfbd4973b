import t from "tap";
import { traceIds } from "./console-spans.ts";
import { freePort, nodeVersions, runApp } from "./run-app.ts";

const DATABASE_URL = process.env["DATABASE_URL"];

const WAYS = [
  { name: "import in the first line of an ES module", script: "app-import-first.mjs", flags: [] },
  {
    name: "require in the first line of a CommonJS app",
    script: "app-require-first.cjs",
    flags: [],
  },
  ...["--import", "--require"].flatMap((flag) => [
    { name: `${flag} before an ES module`, script: "app.mjs", flags: [flag, "@plimsoll/node"] },
    { name: `${flag} before a CommonJS app`, script: "app.cjs", flags: [flag, "@plimsoll/node"] },
  ]),
];

if (DATABASE_URL === undefined) t.plan(0, "DATABASE_URL is not set: run `npm test`");
else
  for (const [version, node] of nodeVersions())
    for (const { name, script, flags } of WAYS)
      t.test(
        `Node ${version}: ${name} gives http, express and pg spans of one trace, and pool metrics`,
        async (t) => {
          const port = String(await freePort());
          const run = await runApp({
            node,
            flags,
            script,
            env: {
              DATABASE_URL,
              OTEL_TRACES_EXPORTER: "console",
              OTEL_EXPORTER_PROMETHEUS_PORT: port,
              EXPECT_METRICS_PORT: port,
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
          t.match(
            run.stdout,
            /plimsoll_pool_requests_started_total\{[^}]*pool_name="orders"[^}]*\} 1\n/,
          );
          t.match(run.stdout, /plimsoll_pool_route_seconds_total\{[^}]*http_route="\/orders\/:id"/);
          t.equal(
            run.stdout.match(/^db_client_connection_limit\{/gm)?.length,
            1,
            "one series each",
          );
          t.notMatch(
            run.stdout,
            /@opentelemetry\/instrumentation-pg"[^}]*\} [0-9]/,
            "no metric of upstream's",
          );
        },
      );

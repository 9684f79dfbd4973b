import t from "tap";
import { freePort, type Run, runApp } from "./run-app.ts";

const DATABASE_URL = process.env["DATABASE_URL"];

async function runProbed(env: Record<string, string>): Promise<Run> {
  const port = String(await freePort());
  return runApp({
    script: "probed-and-done.mjs",
    env: { ...env, OTEL_EXPORTER_PROMETHEUS_PORT: port, EXPECT_METRICS_PORT: port },
  });
}

if (DATABASE_URL === undefined) t.plan(0, "DATABASE_URL is not set: run `npm test`");
else
  t.test(
    "with PLIMSOLL_SERVER_PROBE=true the server's numbers are served, no span is made of asking, and the process ends by itself",
    async (t) => {
      const run = await runProbed({
        DATABASE_URL,
        PLIMSOLL_SERVER_PROBE: "true",
        OTEL_TRACES_EXPORTER: "console",
      });
      t.equal(run.exitCode, 0);
      t.equal(run.stderr, "");
      const series = (name: string) =>
        run.stdout.match(new RegExp(`^plimsoll_server_${name}\\{.*$`, "gm")) ?? [];
      t.match(series("probe_success"), [/ 1$/]);
      t.match(series("max_connections"), [/server_port="\d+".* \d+$/]);
      t.equal(series("usable_connections").length, 1);
      t.notMatch(series("max_connections")[0], /pool_name/, "no pool's name");
      t.match(
        series("connections").join("\n"),
        /state="idle",application="@plimsoll\/node".*\} [1-9]\d*$/m,
      );
      t.same(series("replication_lag_seconds"), [], "unknown is absent");
      t.match(run.stdout, /^probe connections: 1$/m, "the connection is open at the end");
      const counts = run.stdout.match(/^db_client_connection_count\{.*\} [1-9]\d*$/gm) ?? [];
      t.equal(counts.length, 1, "the probe's connection is in no pool");
      t.match(run.stdout, /name: 'pg.query:SELECT/, "the app's own queries have spans");
      t.notMatch(run.stdout, /pg_stat_activity\)/, "the probe's have none");
      t.notMatch(run.stdout, /pg_backend_pid|set_config|pg_try_advisory_lock/);
      const [, millis] = /^exit after (\d+) ms$/m.exec(run.stdout) ?? [];
      t.ok(Number(millis) < 3000, `${millis} ms`);
    },
  );

import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import t from "tap";
import { runApp } from "./run-app.ts";

const CLOSED = "postgres://user:hunter2@127.0.0.1:1/money";

t.test(
  "PostgreSQL that refuses connections leaves the app serving and the telemetry quiet",
  async (t) => {
    const run = await runApp({ script: "app-import-first.mjs", env: { DATABASE_URL: CLOSED } });
    t.match(run, { exitCode: 0, stderr: "" });
    t.match(run.stdout, "app: 503");
  },
);

t.test("a taken port is one line that says what to do, and the app serves", async (t) => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  t.teardown(() => other.close());
  const { port } = other.address() as AddressInfo;
  const run = await runApp({
    script: "app-import-first.mjs",
    env: { DATABASE_URL: CLOSED, OTEL_EXPORTER_PROMETHEUS_PORT: String(port) },
  });
  t.equal(run.exitCode, 0);
  t.match(run.stdout, "app: 503");
  t.match(
    run.stderr,
    new RegExp(
      `^plimsoll: 127\\.0\\.0\\.1:${port} cannot be listened on \\(the port is taken\\), so process \\d+ serves no /metrics; .* Set OTEL_EXPORTER_PROMETHEUS_PORT to a free port\\.\\n$`,
    ),
  );
});

t.test("each wrong OTEL_ value is one line, and the app serves with the default", async (t) => {
  const run = await runApp({
    script: "app-import-first.mjs",
    env: {
      DATABASE_URL: CLOSED,
      OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318",
      OTEL_LOG_LEVEL: "loud",
      OTEL_METRIC_EXPORT_INTERVAL: "soon",
      OTEL_TRACES_EXPORTER: "jaeger",
      OTEL_TRACES_SAMPLER: "sometimes",
    },
  });
  t.equal(run.exitCode, 0);
  t.match(run.stdout, "app: 503");
  const lines = run.stderr
    .trimEnd()
    .split("\n")
    .toSorted((a, b) => a.localeCompare(b));
  t.same(
    lines.map((line) => /^plimsoll: (OTEL_\w+) must be /.exec(line)?.[1]),
    [
      "OTEL_EXPORTER_OTLP_ENDPOINT",
      "OTEL_LOG_LEVEL",
      "OTEL_METRIC_EXPORT_INTERVAL",
      "OTEL_TRACES_EXPORTER",
      "OTEL_TRACES_SAMPLER",
    ],
  );
});

t.test("OTEL_SDK_DISABLED=true does nothing at all", async (t) => {
  const run = await runApp({
    script: "app-import-first.mjs",
    env: { DATABASE_URL: CLOSED, OTEL_SDK_DISABLED: "true" },
  });
  t.match(run, { exitCode: 0, stderr: "" });
});

t.test("a collector that is away changes nothing for the app", async (t) => {
  const run = await runApp({
    script: "app-import-first.mjs",
    env: { DATABASE_URL: CLOSED, OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" },
  });
  t.equal(run.exitCode, 0);
  t.match(run.stdout, "app: 503");
});

t.test("an open scrape connection does not keep the process alive", async (t) => {
  const run = await runApp({ script: "scraped-and-done.mjs" });
  t.match(run, { exitCode: 0, stderr: "" });
  t.match(run.stdout, /exit after \d+ ms\n$/);
  const milliseconds = Number(/exit after (\d+) ms/.exec(run.stdout)?.[1]);
  // A kept-alive connection would hold Node for its keepAliveTimeout of 5 s.
  t.ok(milliseconds < 3000, `${milliseconds} ms`);
});

import t from "tap";
import { freePort, runApp } from "./run-app.ts";

t.test(
  "of a cluster that wants one port, one process serves it and each other one says what to do",
  async (t) => {
    const port = String(await freePort());
    const run = await runApp({
      script: "cluster-of-two.mjs",
      flags: ["--import", "@plimsoll/node"],
      env: { OTEL_EXPORTER_PROMETHEUS_PORT: port },
    });
    t.equal(run.exitCode, 0);
    t.equal(run.stdout, "read primary\nread primary\n");
    const lines = run.stderr.trimEnd().split("\n");
    t.equal(lines.length, 2);
    for (const line of lines)
      t.match(
        line,
        /the port is taken\), so process \d+ serves no \/metrics; .* cluster\.fork\(\{ OTEL_EXPORTER_PROMETHEUS_PORT: … \}\), or send metrics by OTLP\.$/,
      );
  },
);

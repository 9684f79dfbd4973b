import { join } from "node:path";
import t, { type Test } from "tap";
import { copyApp, linkPackages } from "./app-folder.ts";
import { traceIds } from "./console-spans.ts";
import { freePort, runApp } from "./run-app.ts";

const DATABASE_URL = process.env["DATABASE_URL"];

async function run(
  t: Test,
  script: string,
  env: Record<string, string> = {},
  flags: string[] = [],
) {
  const folder = copyApp(t, "with-sdk");
  linkPackages(folder);
  const [theirs, ours] = [String(await freePort()), String(await freePort())];
  return runApp({
    flags,
    folder,
    script: join(folder, script),
    env: {
      DATABASE_URL: String(DATABASE_URL),
      OTEL_TRACES_EXPORTER: "console",
      OTEL_EXPORTER_PROMETHEUS_PORT: ours,
      EXPECT_METRICS_PORT: env["WITHOUT_METRICS"] === undefined ? theirs : ours,
      ...env,
    },
  });
}

const ROUTE = /plimsoll_pool_route_seconds_total\{[^}]*http_route="\/orders\/:id"/;
const ONE_POOL = /^db_client_connection_limit\{/gm;

if (DATABASE_URL === undefined) t.plan(0, "DATABASE_URL is not set: run `npm test`");
else {
  const flags = ["--import", "@plimsoll/node"];
  for (const [name, script, before] of [
    ["registered before our import", "sdk-first.mjs", []],
    ["registered after our import", "sdk-second.mjs", []],
    ["registered by the app after --import", "sdk-first.mjs", flags],
  ] as const)
    t.test(`an SDK of the app ${name} keeps its traces and gets the pools`, async (t) => {
      const { exitCode, stdout, stderr } = await run(t, script, {}, [...before]);
      t.same({ exitCode, stderr }, { exitCode: 0, stderr: "" });
      t.equal(traceIds(stdout, "GET /orders/:id").length, 1, "one server span, theirs");
      t.match(stdout, "'service.name': 'team'");
      t.match(stdout, ROUTE, "holds know the route that their instrumentation found");
      t.equal(stdout.match(ONE_POOL)?.length, 1, "one series");
    });

  t.test("an SDK without metrics leaves them to us, after ten seconds", async (t) => {
    const { exitCode, stdout, stderr } = await run(t, "sdk-second.mjs", { WITHOUT_METRICS: "1" });
    t.same({ exitCode, stderr }, { exitCode: 0, stderr: "" });
    t.equal(traceIds(stdout, "GET /orders/:id").length, 1);
    t.equal(stdout.match(ONE_POOL)?.length, 1);
    t.match(stdout, ROUTE, "also of the time before");
  });

  t.test("an SDK that never comes is one warning, and metrics are served", async (t) => {
    const { exitCode, stdout, stderr } = await run(
      t,
      "sdk-never.mjs",
      { WITHOUT_METRICS: "1" },
      flags,
    );
    t.equal(exitCode, 0);
    t.match(
      stderr,
      /^plimsoll: the app depends on @opentelemetry\/sdk-node, but no OpenTelemetry SDK was registered within 10 s, .* Set PLIMSOLL_SDK=own .*\n$/,
    );
    t.equal(stdout.match(ONE_POOL)?.length, 1);
  });

  t.test(
    "PLIMSOLL_SDK=own starts ours, and the refused second one is told what to do",
    async (t) => {
      const port = String(await freePort());
      const { exitCode, stdout, stderr } = await run(t, "sdk-second.mjs", {
        PLIMSOLL_SDK: "own",
        OTEL_EXPORTER_PROMETHEUS_PORT: port,
        EXPECT_METRICS_PORT: port,
        WITHOUT_METRICS: "1",
      });
      t.equal(exitCode, 0);
      t.equal(stdout.match(ONE_POOL)?.length, 1);
      t.match(
        stderr,
        /duplicate registration of API: trace\. The app starts .* Set PLIMSOLL_SDK=join/,
      );
      for (const line of stderr.trimEnd().split("\n")) t.match(line, /^plimsoll: /);
    },
  );
}

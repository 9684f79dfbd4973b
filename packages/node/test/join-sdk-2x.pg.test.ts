import { join } from "node:path";
import t from "tap";
import { copyApp } from "./app-folder.ts";
import { traceIds } from "./console-spans.ts";
import { hasNpm, installApp } from "./install-app.ts";
import { freePort, runApp } from "./run-app.ts";

const DATABASE_URL = process.env["DATABASE_URL"];

// npm installs some two hundred packages, twice.
t.setTimeout(300_000);

// The last of the 2.x line: its API is 1.9, and the SDK that @plimsoll/node brings needs 1.10.
const SDK_2X = {
  "@opentelemetry/api": "1.9.1",
  "@opentelemetry/exporter-prometheus": "0.223.0",
  "@opentelemetry/instrumentation-express": "0.71.0",
  "@opentelemetry/instrumentation-http": "0.223.0",
  "@opentelemetry/sdk-node": "0.223.0",
  express: "5.3.0",
  pg: "8.23.1",
};

if (DATABASE_URL === undefined) t.plan(0, "DATABASE_URL is not set: run `npm test`");
else if (!hasNpm()) t.plan(0, "npm is not on the PATH");
else {
  t.test("beside an SDK 2.x, installed by npm,", async (t) => {
    const folder = copyApp(t, "with-sdk");
    installApp(folder, SDK_2X);
    for (const [name, script] of [
      ["the import after the SDK", "sdk-first.mjs"],
      ["the import before the SDK", "sdk-second.mjs"],
      ["PoolInstrumentation in the SDK's own list", "sdk-with-pools.mjs"],
    ] as const)
      // oxlint-disable-next-line no-await-in-loop -- one folder, one port at a time
      await t.test(`${name} keeps its traces and gives it the pools`, async (t) => {
        const port = String(await freePort());
        const { exitCode, stdout, stderr } = await runApp({
          folder,
          script: join(folder, script),
          env: { DATABASE_URL, OTEL_TRACES_EXPORTER: "console", EXPECT_METRICS_PORT: port },
        });
        t.same({ exitCode, stderr }, { exitCode: 0, stderr: "" });
        t.equal(traceIds(stdout, "GET /orders/:id").length, 1, "one server span, theirs");
        t.match(stdout, "'telemetry.sdk.version': '2.");
        t.match(stdout, /plimsoll_pool_route_seconds_total\{[^}]*http_route="\/orders\/:id"/);
        t.equal(stdout.match(/^db_client_connection_limit\{/gm)?.length, 1, "one series");
      });
  });

  t.test("an API older than the SDK's, pinned by an app without one, is one warning", async (t) => {
    const folder = copyApp(t, "with-sdk");
    const { express, pg, "@opentelemetry/api": api } = SDK_2X;
    installApp(folder, { express, pg, "@opentelemetry/api": api });
    const { exitCode, stdout, stderr } = await runApp({
      folder,
      flags: ["--import", "@plimsoll/node"],
      script: join(folder, "sdk-never.mjs"),
      env: { DATABASE_URL },
    });
    t.equal(exitCode, 0);
    t.match(stdout, 'app: 200 {"id":7}');
    t.match(
      stderr,
      /^plimsoll: could not start, .* the app is not affected\. .*: npm install @opentelemetry\/api@\^1\.10\. .*\n$/,
    );
  });
}

import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import t from "tap";
import { OtlpReceiver } from "../otlp-receiver.ts";
import { nodeVersions, type Run, runApp } from "../run-app.ts";

interface Ending {
  readonly name: string;
  /** What of the last data arrives: all of it; all but the metrics of the SDK's own instruments; nothing. */
  readonly arrives: "all" | "no instruments" | "nothing";
}

const ENDINGS: readonly Ending[] = [
  { name: "natural", arrives: "all" },
  { name: "natural with exit code", arrives: "all" },
  { name: "more work in beforeExit", arrives: "all" },
  { name: "process.exit", arrives: "no instruments" },
  { name: "shutdown, then process.exit", arrives: "all" },
  { name: "shutdown that process.exit overtakes", arrives: "no instruments" },
  { name: "shutdown, then SIGTERM", arrives: "all" },
  { name: "process.exit in exit", arrives: "all" },
  { name: "uncaught error", arrives: "no instruments" },
  { name: "uncaught error that is no Error", arrives: "no instruments" },
  { name: "unhandled rejection", arrives: "no instruments" },
  { name: "uncaught error that the app handles", arrives: "all" },
  { name: "SIGTERM", arrives: "all" },
  { name: "SIGINT", arrives: "all" },
  { name: "SIGTERM that the app handles", arrives: "all" },
  { name: "SIGTERM that the app handles by process.exit", arrives: "no instruments" },
  // It dies inside of its own listener, where nobody else has a say.
  { name: "SIGTERM that the app handles and sends again", arrives: "nothing" },
  { name: "SIGTERM that the app handles and sends again in the next turn", arrives: "all" },
  { name: "SIGTERM that the app handles, closes and sends again", arrives: "all" },
  { name: "SIGTERM after a listener came and went", arrives: "all" },
  { name: "SIGTERM that is ignored", arrives: "all" },
];

// The sending thread needs some hundred milliseconds to start, on a busy machine some seconds; the bound is another test's question.
const PATIENT = { PLIMSOLL_LAST_DATA_SECONDS: "20" };

async function runEnding(
  ENDING: string,
  flags: readonly string[],
  env: Record<string, string>,
  node: string = process.execPath,
): Promise<Run> {
  return runApp({ node, script: "ending.mjs", flags, env: { ENDING, ...PATIENT, ...env } });
}

// One of each kind on every Node, all of them on one.
const ON_EVERY_NODE = ["natural", "process.exit", "uncaught error", "SIGTERM"];

const WITH_US = ["--import", "@plimsoll/node"];

for (const [version, node] of nodeVersions())
  for (const { name, arrives } of ENDINGS)
    if (version === process.versions.node || ON_EVERY_NODE.includes(name))
      t.test(
        `Node ${version}, ${name}: the end is as it is without us, and ${arrives} of the last data arrives`,
        async (t) => {
          const receiver = await OtlpReceiver.start();
          t.teardown(() => receiver.stop());
          const sending = {
            OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
            OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
          };
          const [run, without] = await Promise.all([
            runEnding(name, WITH_US, sending, node),
            runEnding(name, [], {}, node),
          ]);
          t.strictSame(run, without);
          const once = arrives === "nothing" ? 0 : 1;
          t.equal(receiver.count("/v1/traces", "the last work"), once, "span");
          t.equal(receiver.count("/v1/logs", "the last words"), once, "log record");
          const hasMetric = (name: string) => receiver.count("/v1/metrics", name) > 0;
          t.equal(hasMetric("plimsoll.pool.requests"), arrives !== "nothing", "pool metrics");
          t.equal(hasMetric("app.work"), arrives === "all", "instruments");
        },
      );

for (const protocol of ["http/json", "http/protobuf"])
  t.test(
    `the last data over ${protocol} has the standard variables' headers and compression`,
    async (t) => {
      const receiver = await OtlpReceiver.start();
      t.teardown(() => receiver.stop());
      await runEnding("process.exit", WITH_US, {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTEL_EXPORTER_OTLP_HEADERS: "x-team=money",
        OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
      });
      t.same(receiver.requests.map(({ path }) => path).toSorted(), [
        "/v1/logs",
        "/v1/metrics",
        "/v1/traces",
      ]);
      for (const { headers } of receiver.requests)
        t.match(headers, { "x-team": "money", "content-encoding": "gzip" });
      t.equal(receiver.count("/v1/traces", "the last work"), 1);
    },
  );

t.test(
  "a receiver that never answers holds the exit up for the bound, and is one line",
  async (t) => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    t.teardown(() => silent.close());
    const { port } = silent.address() as AddressInfo;
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      PLIMSOLL_LAST_DATA_SECONDS: "1.5",
    };
    for (const name of ["process.exit", "SIGTERM"]) {
      const start = performance.now();
      const run = await runEnding(name, WITH_US, env);
      // OTLP's own timeout is 10 s.
      t.ok(performance.now() - start < 9000);
      const without = await runEnding(name, [], {});
      t.strictSame({ ...run, stderr: "" }, without);
      t.equal(run.stderr, "plimsoll: the last telemetry could not be sent and is lost.\n");
    }
  },
);

t.test("without the right to start a thread, the first beforeExit sends", async (t) => {
  const receiver = await OtlpReceiver.start();
  t.teardown(() => receiver.stop());
  const flags = ["--permission", "--allow-fs-read=*", ...WITH_US];
  const run = await runEnding("natural", flags, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  t.match(run, { exitCode: 0, stderr: "" });
  t.equal(receiver.count("/v1/traces", "the last work"), 1);
});

t.test("when nothing is ever sent there is no listener at all", async (t) => {
  const run = await runApp({ script: "listeners.mjs", flags: WITH_US });
  const without = await runApp({ script: "listeners.mjs" });
  t.strictSame(run, without);
});

t.test("a signal that the app listens for has the app's listeners alone", async (t) => {
  const run = await runApp({
    script: "listeners.mjs",
    flags: WITH_US,
    env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://127.0.0.1:1" },
  });
  t.match(run.stdout, /^before: 1 1 /, "ours stand in for the default");
  t.match(run.stdout, "with the app's SIGTERM: 1\nat once without it: 0\n");
});

for (const [WHERE, ENDING] of [
  ["thread", "natural"],
  ["thread", "process.exit"],
  ["thread", "uncaught error"],
  ["fork", "natural"],
  ["fork", "process.exit"],
  ["fork", "uncaught error"],
  ["fork", "SIGTERM"],
] as const)
  t.test(
    `${ENDING} of a ${WHERE} ends as it does without us, and the last span arrives`,
    async (t) => {
      const receiver = await OtlpReceiver.start();
      t.teardown(() => receiver.stop());
      const script = "threads-and-forks.mjs";
      const [run, without] = await Promise.all([
        runApp({
          script,
          flags: WITH_US,
          env: {
            WHERE,
            ENDING,
            OTEL_METRICS_EXPORTER: "none",
            OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
          },
        }),
        runApp({ script, env: { WHERE, ENDING } }),
      ]);
      t.strictSame(run, without);
      t.equal(receiver.count("/v1/traces", `the last work in a ${WHERE}`), 1);
    },
  );

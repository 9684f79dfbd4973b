import t from "tap";
import { OtlpReceiver } from "../otlp-receiver.ts";
import { type Run, runApp } from "../run-app.ts";

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
  { name: "SIGTERM that the app handles, closes and sends again", arrives: "all" },
  { name: "SIGTERM after a listener came and went", arrives: "all" },
  { name: "SIGTERM that is ignored", arrives: "all" },
];

async function runEnding(
  ENDING: string,
  flags: readonly string[],
  env: Record<string, string>,
): Promise<Run> {
  return runApp({ script: "ending.mjs", flags, env: { ENDING, ...env } });
}

const WITH_US = ["--import", "@plimsoll/node"];

for (const { name, arrives } of ENDINGS)
  t.test(
    `${name}: the end is as it is without us, and ${arrives} of the last data arrives`,
    async (t) => {
      const receiver = await OtlpReceiver.start();
      t.teardown(() => receiver.stop());
      const [run, without] = await Promise.all([
        runEnding(name, WITH_US, {
          OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
          OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
        }),
        runEnding(name, [], {}),
      ]);
      t.strictSame(run, without);
      const has = (path: string, text: string) => receiver.count(path, text) > 0;
      t.equal(receiver.count("/v1/traces", "the last work"), arrives === "nothing" ? 0 : 1, "span");
      t.equal(receiver.count("/v1/logs", "the last words"), arrives === "nothing" ? 0 : 1, "log");
      t.equal(has("/v1/metrics", "plimsoll.pool.requests"), arrives !== "nothing", "pool metrics");
      t.equal(has("/v1/metrics", "app.work"), arrives === "all", "instruments");
    },
  );

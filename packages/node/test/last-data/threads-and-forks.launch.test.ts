import t from "tap";
import { OtlpReceiver } from "../otlp-receiver.ts";
import { runApp } from "../run-app.ts";
import { WITH_US } from "./run-ending.ts";

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
            PLIMSOLL_LAST_DATA_SECONDS: "20",
            OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
          },
        }),
        runApp({ script, env: { WHERE, ENDING } }),
      ]);
      t.strictSame(run, without);
      t.equal(receiver.count("/v1/traces", `the last work in a ${WHERE}`), 1);
    },
  );

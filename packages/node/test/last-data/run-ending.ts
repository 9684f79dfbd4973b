import t from "tap";
import { OtlpReceiver } from "../otlp-receiver.ts";
import { type Run, runApp } from "../run-app.ts";

/** An ending of fixtures/ending.mjs. */
export interface Ending {
  readonly name: string;
  /** What of the last data arrives: all of it; all but the metrics of the SDK's own instruments; nothing. */
  readonly arrives: "all" | "no instruments" | "nothing";
}

export const WITH_US: readonly string[] = ["--import", "@plimsoll/node"];

// The sending thread needs some hundred milliseconds to start, on a busy machine some seconds; the bound is another test's question.
const PATIENT = { PLIMSOLL_LAST_DATA_SECONDS: "20" };

/** Runs the app that ends in that way. */
export async function runEnding(
  ENDING: string,
  flags: readonly string[],
  env: Record<string, string>,
  node: string = process.execPath,
): Promise<Run> {
  return runApp({ node, script: "ending.mjs", flags, env: { ENDING, ...PATIENT, ...env } });
}

/** Tests that an app ends as it does without us, and what of its last data arrives. */
export function testEnding(
  { name, arrives }: Ending,
  [version, node]: [version: string, binary: string],
): void {
  void t.test(
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
      const hasMetric = (metric: string) => receiver.count("/v1/metrics", metric) > 0;
      t.equal(hasMetric("plimsoll.pool.requests"), arrives !== "nothing", "pool metrics");
      t.equal(hasMetric("app.work"), arrives === "all", "instruments");
    },
  );
}

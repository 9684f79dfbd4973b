import t from "tap";
import { OtlpReceiver } from "../otlp-receiver.ts";
import { nodeVersions } from "../run-app.ts";
import { type Ending, runEnding, testEnding, WITH_US } from "./run-ending.ts";

const ENDINGS: readonly Ending[] = [
  { name: "natural", arrives: "all" },
  { name: "natural with exit code", arrives: "all" },
  { name: "more work in beforeExit", arrives: "all" },
  { name: "process.exit", arrives: "no instruments" },
  { name: "process.exit in exit", arrives: "all" },
  { name: "shutdown, then process.exit", arrives: "all" },
  { name: "shutdown that process.exit overtakes", arrives: "no instruments" },
  { name: "uncaught error", arrives: "no instruments" },
  { name: "uncaught error that is no Error", arrives: "no instruments" },
  { name: "unhandled rejection", arrives: "no instruments" },
  { name: "uncaught error that the app handles", arrives: "all" },
];

// One of each kind on every Node, all of them on one.
const ON_EVERY_NODE = ["natural", "process.exit", "uncaught error"];

for (const ending of ENDINGS)
  for (const node of nodeVersions())
    if (node[0] === process.versions.node || ON_EVERY_NODE.includes(ending.name))
      testEnding(ending, node);

t.test(
  "what a slow request had done when the process ends arrives, whatever the sampling ratio",
  async (t) => {
    const receiver = await OtlpReceiver.start();
    t.teardown(() => receiver.stop());
    await runEnding("process.exit in a slow request", WITH_US, {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
      OTEL_TRACES_SAMPLER_ARG: "0",
      PLIMSOLL_SLOW_TRACE_SECONDS: "0.05",
    });
    t.equal(receiver.count("/v1/traces", "the last query"), 1);
    t.equal(receiver.count("/v1/traces", "the last work"), 0, "a fast trace is not kept");
  },
);

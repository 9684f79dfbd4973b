import t from "tap";
import { nodeVersions, runApp } from "../run-app.ts";
import { type Ending, testEnding, WITH_US } from "./run-ending.ts";

const ENDINGS: readonly Ending[] = [
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
  { name: "shutdown, then SIGTERM", arrives: "all" },
];

for (const ending of ENDINGS)
  for (const node of nodeVersions())
    if (node[0] === process.versions.node || ending.name === "SIGTERM") testEnding(ending, node);

t.test(
  "when nothing is ever sent, or the end may take no time, there is no listener at all",
  async (t) => {
    const without = await runApp({ script: "listeners.mjs" });
    for (const env of [
      {},
      { OTEL_TRACES_EXPORTER: "console" },
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1", PLIMSOLL_LAST_DATA_SECONDS: "0" },
    ])
      t.strictSame(await runApp({ script: "listeners.mjs", flags: WITH_US, env }), without);
  },
);

t.test("a signal that the app listens for has the app's listeners alone", async (t) => {
  const run = await runApp({
    script: "listeners.mjs",
    flags: WITH_US,
    env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://127.0.0.1:1" },
  });
  t.match(run.stdout, /^before: 1 1 /, "ours stand in for the default");
  t.match(run.stdout, "with the app's SIGTERM: 1\nat once without it: 0\n");
});

import { join } from "node:path";
import { createScreen, type Output, type Screen } from "../demo/screen.ts";
import { campaignHtml } from "../report/campaign-html.ts";
import { SCENARIOS } from "../scenarios/all-scenarios.ts";
import { assertTools } from "../stack/assert-tools.ts";
import { durationText } from "../timeline/offset-text.ts";
import { assertWritable, writeFileAtomically } from "../write-file.ts";
import { type PlannedRun, runCampaign } from "./campaign.ts";
import type { DrillOptions } from "./drill-options.ts";
import type { DrillRecord } from "./drill-run.ts";
import { runMaker } from "./make-run.ts";
import { markdownReport } from "./markdown-report.ts";
import { campaignProgress } from "./progress.ts";
import { replayRuns } from "./recorded-run.ts";
import { openResultStore, type ResultStore } from "./result-store.ts";
import { runName } from "./run-name.ts";
import { summarize } from "./summary.ts";

/** A campaign takes most of an hour: in a log a line each half minute will do. */
const QUIET_MS = 30_000;

/**
 * `plimsoll drill`: makes the runs, keeps each as it ends, and writes the reports of all that there are, also when it is
 * interrupted.
 *
 * @returns whether every run was made and passed
 * @throws DrillError as runs do; the reason of `abort` when it was aborted
 */
export async function runDrill(
  options: DrillOptions,
  output: Output,
  abort: AbortController,
): Promise<boolean> {
  if (options.list) {
    output.write(scenarioList());
    return true;
  }
  if (options.json !== null) assertWritable("--json", options.json);
  assertTools(["postgres_exporter", "promtool"]);
  const beganAt = performance.now();
  const screen = createScreen(output, QUIET_MS);
  const store = openResultStore(options.kept);
  const planned = plan(options);
  if (!options.resume) store.forget(planned);
  try {
    await makeMissing(planned, store, options, screen, abort);
    screen.status("Replaying the recordings under every scrape phase …");
    const replayed = await replayRuns(store.read(planned), abort.signal);
    for (const record of replayed) store.save(plannedOf(planned, record), record);
  } finally {
    publish(planned, store, options, screen);
  }
  const records = store.read(planned);
  screen.print(`${durationText((performance.now() - beganAt) / 1000)} in all.`);
  return records.length === planned.length && records.every(({ drill }) => drill.passed);
}

/** Makes the runs that the store has not. */
function makeMissing(
  planned: readonly PlannedRun[],
  store: ResultStore,
  { lanes }: DrillOptions,
  screen: Screen,
  abort: AbortController,
): Promise<void> {
  const missing = planned.filter((one) => !store.has(one));
  const progress = campaignProgress(screen, planned.length, planned.length - missing.length);
  const listener = {
    ...progress,
    onDone(one: PlannedRun, record: DrillRecord): void {
      store.save(one, record);
      progress.onDone(one, record);
    },
  };
  return runCampaign(missing, { lanes, makeRun: runMaker(listener, store), listener, abort });
}

function plan({ scenarios, runs }: DrillOptions): PlannedRun[] {
  const numbers = Array.from({ length: runs }, (_, index) => index + 1);
  return numbers.flatMap((run) => scenarios.map((scenario) => ({ scenario, run })));
}

function plannedOf(planned: readonly PlannedRun[], { drill }: DrillRecord): PlannedRun {
  const found = planned.find(
    ({ scenario, run }) => scenario.name === drill.scenario && run === drill.run,
  );
  if (found) return found;
  throw new Error(`${drill.scenario} #${drill.run}: a record that nobody asked for`);
}

function publish(
  planned: readonly PlannedRun[],
  store: ResultStore,
  { json, out }: DrillOptions,
  screen: Screen,
): void {
  const records = store.read(planned);
  if (records.length === 0) return;
  const runs = records.map(({ drill }) => drill);
  const notMade = planned
    .filter((one) => !store.has(one))
    .map(({ scenario, run }) => runName(scenario.name, run));
  const summary = summarize(runs, isRightCause, notMade);
  const markdown = markdownReport(runs, summary);
  const report = join(out, "report");
  writeFileAtomically(`${report}.md`, markdown);
  writeFileAtomically(`${report}.html`, campaignHtml(records, summary));
  if (json !== null) writeFileAtomically(json, `${JSON.stringify({ summary, runs }, null, 2)}\n`);
  screen.print("");
  screen.print(markdown);
  screen.print(`Report: ${report}.html, ${report}.md`);
  if (json !== null) screen.print(`JSON:   ${json}`);
}

function isRightCause(name: string, cause: string | null): boolean {
  const scenario = SCENARIOS.find((one) => one.name === name);
  return cause !== null && scenario?.expectedCauses.includes(cause) === true;
}

function scenarioList(): string {
  const width = Math.max(...SCENARIOS.map(({ name }) => name.length));
  const lines = SCENARIOS.map(
    ({ name, kind, onset, title }) =>
      `${name.padEnd(width)}  ${(onset ?? kind).padEnd(7)}  ${title}`,
  );
  return `${lines.join("\n")}\n`;
}

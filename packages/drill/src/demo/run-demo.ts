import { once } from "node:events";
import { join } from "node:path";
import { timelineOf, type TimelineEvent } from "@plimsoll/dashboard-viewer";
import type { RunRecord } from "../scenario/run-record.ts";
import { CONTROL, POST_MORTEM } from "../scenario/post-mortem.ts";
import type { RunListener } from "../scenario/run-on-stack.ts";
import { runScenario } from "../scenario/run-scenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { reportHtml } from "../report/report-html.ts";
import { REPOSITORY } from "../stack/repository.ts";
import type { Stack } from "../stack/stack.ts";
import { clockTime } from "../timeline/clock-time.ts";
import { durationText } from "../timeline/offset-text.ts";
import { assertWritable, writeFileAtomically } from "../write-file.ts";
import type { Interruption } from "./interruption.ts";
import type { DemoOptions } from "./options.ts";
import { resultLines } from "./print-result.ts";
import type { Screen } from "./screen.ts";
import { showDashboards } from "./show-dashboards.ts";
import { statusLine } from "./status-line.ts";

/** A control leaves the report of the outage alone. */
const REPORTS = {
  fault: join(REPOSITORY, ".plimsoll", "report.html"),
  control: join(REPOSITORY, ".plimsoll", "report-control.html"),
} as const;

/** Runs the demo; answers with its exit code. Throws what the run throws. */
export async function runDemo(
  options: DemoOptions,
  screen: Screen,
  abort: AbortController,
  interruption: Interruption,
): Promise<number> {
  if (options.json !== null) assertWritable("--json", options.json);
  const scenario = options.isControl ? CONTROL : POST_MORTEM;
  const beganAt = performance.now();
  screen.print(introduction(scenario));
  screen.status("Starting PostgreSQL, Money, Prometheus and Alertmanager …");
  let dashboards: string | undefined;
  let timeline: readonly TimelineEvent[] = [];
  const record = await runScenario(scenario, {
    abort,
    listener: listenerFor(screen, scenario),
    onReady: async (stack) => {
      screen.print(`Everything runs, ${since(beganAt)} after the start.`);
      if (options.keep) dashboards = await showDashboards(stack, screen, () => timeline);
    },
    onRecord: async (record, stack) => {
      publish(record, options, screen);
      if (!options.keep) return;
      timeline = timelineOf(record.incident);
      for (const line of addressLines(stack, dashboards)) screen.print(line);
      await waitForEnd(interruption, abort);
    },
  });
  screen.print(`Everything is stopped, ${since(beganAt)} after the start.`);
  return record.incident.passed ? 0 : 1;
}

function introduction({ kind, warmUpSeconds, watchSeconds }: Scenario): string {
  return kind === "control"
    ? `Plimsoll drill, control: ${warmUpSeconds + watchSeconds} s of load with nothing broken, in real time.`
    : "Plimsoll demo: the outage of 13 April 2024 again, in real time, with the page that it lacked. About 4 minutes.";
}

function listenerFor(screen: Screen, scenario: Scenario): RunListener {
  return {
    onStatus: (status) => screen.status(statusLine(status)),
    onPhase(phase, at): void {
      const what = {
        "warm-up": `steady load, ${scenario.loads[0].rate} requests/s for ${scenario.warmUpSeconds} s`,
        fault: `the fault is switched on: ${scenario.title}`,
        watch: `watching for ${scenario.watchSeconds} s, nothing broken`,
        resolve: "the fault is ended; waiting for the end of the pages",
        collect: "the load has ended; reading Prometheus",
      }[phase];
      screen.print(`${clockTime(at)}  ${what}`);
    },
  };
}

function publish(record: RunRecord, options: DemoOptions, screen: Screen): void {
  const report = REPORTS[record.scenario.kind];
  writeFileAtomically(report, reportHtml(record));
  if (options.json !== null) {
    writeFileAtomically(options.json, `${JSON.stringify(record.incident, null, 2)}\n`);
  }
  for (const line of resultLines(record)) screen.print(line);
  screen.print(`Report: ${report}`);
  if (options.json !== null) screen.print(`JSON:   ${options.json}`);
}

function addressLines({ urls, folder }: Stack, dashboards?: string): string[] {
  return [
    "",
    "Left running until Ctrl-C:",
    ...(dashboards === undefined ? [] : [`  dashboards    ${dashboards}`]),
    `  Money         ${urls.app}`,
    `  its metrics   ${urls.metrics}`,
    `  Prometheus    ${urls.prometheus}/graph`,
    `  Alertmanager  ${urls.alertmanager}`,
    `  logs          ${join(folder.path, "logs")}`,
  ];
}

/** A Ctrl-C is the regular end here; a process that dies is not. */
async function waitForEnd(interruption: Interruption, abort: AbortController): Promise<void> {
  // A listener alone does not keep Node alive.
  const alive = setInterval(() => {}, 60_000);
  try {
    if (!abort.signal.aborted) await once(abort.signal, "abort");
    if (interruption.exitCode() === undefined) throw abort.signal.reason;
  } finally {
    clearInterval(alive);
  }
}

function since(beganAt: number): string {
  return durationText((performance.now() - beganAt) / 1000);
}

import { BASELINES } from "../baseline/baseline-rules.ts";
import { comparisonRows } from "./comparison-rows.ts";
import type { DrillRun } from "./drill-run.ts";
import { shareText } from "./result-text.ts";
import { RUN_COLUMNS, runCells } from "./run-cells.ts";
import { runName } from "./run-name.ts";
import type { Summary } from "./summary.ts";

/** The campaign as Markdown, short enough for a pull request. */
export function markdownReport(runs: readonly DrillRun[], summary: Summary): string {
  return [
    "# Plimsoll drills",
    "",
    `${shareText(summary.passed)} runs passed. Tier: real time on a live stack (k = 1), nothing compressed.`,
    "",
    ...table(
      ["", "Plimsoll", ...BASELINES],
      comparisonRows(summary).map(({ what, plimsoll, baselines }) => [
        what,
        plimsoll,
        ...baselines,
      ]),
    ),
    "",
    ...table(
      ["scenario", ...RUN_COLUMNS, "result"],
      runs.map((run) => [
        runName(run.scenario, run.run),
        ...runCells(run),
        run.passed ? "passed" : "**failed**",
      ]),
    ),
    "",
    ...failureLines(runs, summary),
  ].join("\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [tableLine(head), `|${head.map(() => "---|").join("")}`, ...rows.map(tableLine)];
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", String.raw`\|`)).join(" | ")} |`;
}

function failureLines(runs: readonly DrillRun[], { notMade }: Summary): string[] {
  const lines = [
    ...runs
      .filter(({ passed }) => !passed)
      .map(({ scenario, run, failures }) => `- ${runName(scenario, run)}: ${failures.join(" ")}`),
    ...notMade.map((name) => `- ${name}: was not made.`),
  ];
  return lines.length === 0 ? [] : ["What failed:", "", ...lines, ""];
}

import { BASELINES } from "../baseline/baseline-rules.ts";
import type { DrillRun } from "./drill-run.ts";
import { secondsText } from "./result-text.ts";
import type { Share, Spread, Summary } from "./summary.ts";

/** The campaign as Markdown, short enough for a pull request. */
export function markdownReport(runs: readonly DrillRun[], summary: Summary): string {
  return [
    "# Plimsoll drills",
    "",
    `${shareText(summary.passed)} runs passed. Tier: real time on a live stack (k = 1), nothing compressed.`,
    "",
    ...summaryTable(summary),
    "",
    "| scenario | | page before harm | before the first error | fault to page | cause named | resolved after | baselines: alarm before harm | |",
    "|---|---|---|---|---|---|---|---|---|",
    ...runs.map(runRow),
    "",
    ...failureLines(runs),
  ].join("\n");
}

function summaryTable(summary: Summary): string[] {
  const { baselines } = summary;
  const row = (
    what: string,
    ours: string,
    theirs: (name: (typeof BASELINES)[number]) => string,
  ): string => `| ${[what, ours, ...BASELINES.map(theirs)].join(" | ")} |`;
  return [
    `| | Plimsoll | ${BASELINES.join(" | ")} |`,
    `|---|---|${BASELINES.map(() => "---|").join("")}`,
    row("gradual faults: told before users were harmed", shareText(summary.gradualInTime), (name) =>
      shareText(baselines[name].gradualInTime),
    ),
    row("– before the first single error", shareText(summary.gradualBeforeFirstError), () => ""),
    row("– lead: median, worst", spreadText(summary.gradualLead), (name) =>
      spreadText(baselines[name].gradualLead),
    ),
    row("instant faults: told within 30 s", shareText(summary.instantInTime), (name) =>
      shareText(baselines[name].instantInTime),
    ),
    row("– seconds: median, worst", spreadText(summary.secondsToPage), (name) =>
      spreadText(baselines[name].secondsToAlarm),
    ),
    row("cause named right at the first page", shareText(summary.causeRight), () => "names none"),
    row("– a minute later", shareText(summary.causeRightAfterMinute), () => ""),
    row(
      `false pages (controls watched for ${Math.round(summary.controlSeconds / 60)} min)`,
      String(summary.falsePages),
      (name) => `${baselines[name].falseAlarms} alarms`,
    ),
    row("resolved after the fault's end: median, worst", spreadText(summary.resolve), () => ""),
  ];
}

function runRow(run: DrillRun): string {
  const { scenario, passed, harmLeadSeconds, leadSeconds, secondsToPage, namedCause } = run;
  const name = run.run === 1 ? scenario : `${scenario} #${run.run}`;
  const cells =
    run.kind === "control"
      ? ["control", `${run.pages.length} pages`, "", "", "", ""]
      : [
          run.onset ?? "",
          run.harmAt === null ? "nobody was harmed" : secondsText(harmLeadSeconds),
          run.firstUserErrorAt === null ? "no error" : secondsText(leadSeconds),
          secondsText(secondsToPage),
          namedCause ?? run.tickets.join(", "),
          resolvedText(run),
        ];
  return `| ${[name, ...cells, baselineText(run), passed ? "passed" : "**failed**"].join(" | ")} |`;
}

function resolvedText({ healedAt, resolvedAt, firstPageAt }: DrillRun): string {
  if (healedAt === null || firstPageAt === null) return "";
  return resolvedAt === null ? "not yet" : secondsText(resolvedAt - healedAt);
}

function baselineText({ baselines, kind }: DrillRun): string {
  return baselines
    .map(({ baseline, first, leadSeconds, falseAlarms }) => {
      if (kind === "control") return `${baseline} ${falseAlarms.length} alarms`;
      return `${baseline} ${first && leadSeconds === null ? "told" : secondsText(leadSeconds)}`;
    })
    .join(", ");
}

function failureLines(runs: readonly DrillRun[]): string[] {
  const failed = runs.filter(({ passed }) => !passed);
  if (failed.length === 0) return [];
  return [
    "What failed:",
    "",
    ...failed.map(({ scenario, run, failures }) => `- ${scenario} #${run}: ${failures.join(" ")}`),
    "",
  ];
}

/** `9 of 10`. */
export function shareText({ count, of }: Share): string {
  return `${count} of ${of}`;
}

/** `54.0 s, 12.3 s`; a dash when there is none. */
export function spreadText({ median, worst }: Spread): string {
  return median === null ? "–" : `${secondsText(median)}, ${secondsText(worst)}`;
}

import type { DrillRun } from "./drill-run.ts";
import { countText, secondsText } from "./result-text.ts";

/** What a report's table tells of each run, beside its name and its result. */
export const RUN_COLUMNS = [
  "kind",
  "page before harm",
  "before the first error",
  "fault to page",
  "cause named",
  "resolved after",
  "baselines: alarm before harm",
] as const;

/** A run's value for each of {@link RUN_COLUMNS}, in their order. */
export function runCells(run: DrillRun): string[] {
  if (run.kind === "control") {
    return ["control", countText(run.pages.length, "page"), "", "", "", "", baselinesText(run)];
  }
  return [
    run.onset ?? "",
    run.harmAt === null ? "nobody was harmed" : secondsText(run.harmLeadSeconds),
    run.firstUserErrorAt === null ? "no error" : secondsText(run.leadSeconds),
    secondsText(run.secondsToPage),
    run.namedCause ?? (run.harmAt === null ? run.tickets.join(", ") : ""),
    resolvedText(run),
    baselinesText(run),
  ];
}

function resolvedText({ healedAt, resolvedAt, firstPageAt }: DrillRun): string {
  if (healedAt === null || firstPageAt === null) return "";
  return resolvedAt === null ? "not yet" : secondsText(resolvedAt - healedAt);
}

function baselinesText({ baselines, kind }: DrillRun): string {
  return baselines
    .map(({ baseline, first, leadSeconds, falseAlarms }) => {
      if (kind === "control") return `${baseline} ${countText(falseAlarms.length, "alarm")}`;
      return `${baseline} ${first && leadSeconds === null ? "told" : secondsText(leadSeconds)}`;
    })
    .join(", ");
}

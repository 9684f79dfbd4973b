import type { RunRecord } from "../scenario/run-record.ts";
import { pageLines } from "../pager/page-lines.ts";
import { ORIGINAL } from "../timeline/original.ts";
import { runEvents } from "../timeline/run-events.ts";
import { timelineRows } from "../timeline/timeline-rows.ts";
import { timelineText } from "../timeline/timeline-text.ts";
import { verdictOf } from "../timeline/verdict.ts";

/** The end of the demo's output: the pages, the timeline, the verdict. */
export function resultLines(record: RunRecord): string[] {
  const { incident } = record;
  const pages = record.pages.flatMap(({ alert, at }) => ["", ...pageLines(alert, at)]);
  const timeline =
    incident.kind === "fault"
      ? ["", ...timelineText(timelineRows(runEvents(record), ORIGINAL))]
      : [];
  const verdict = `${incident.passed ? "PASSED" : "FAILED"}  ${verdictOf(record)}`;
  return [...pages, ...timeline, "", verdict];
}

import { stretchText } from "./offset-text.ts";
import { ORIGINAL_DAY } from "./original.ts";
import type { TimelineEvent } from "./timeline-event.ts";
import type { TimelineRow } from "./timeline-rows.ts";
import { wrapText } from "./wrap-text.ts";

const OFFSET_WIDTH = 13;
const RUN_WIDTH = 46;
const ORIGINAL_WIDTH = 37;
const INDENT = "  ";

/** Two timelines as a table of 100 columns, for a terminal. */
export function timelineText(rows: readonly TimelineRow[]): string[] {
  return [
    line("from the", "THIS RUN", `THE ORIGINAL, ${ORIGINAL_DAY}`),
    line("first error", "", ""),
    line("─".repeat(OFFSET_WIDTH), "─".repeat(RUN_WIDTH), "─".repeat(ORIGINAL_WIDTH)),
    ...rows.flatMap(rowLines),
  ];
}

function rowLines(row: TimelineRow): string[] {
  const run = cellLines(row.run, RUN_WIDTH);
  const original = cellLines(row.original, ORIGINAL_WIDTH);
  const height = Math.max(run.length, original.length);
  return Array.from({ length: height }, (_, index) =>
    line(
      index === 0 ? stretchText(row.offsetSeconds, row.untilSeconds) : "",
      run[index] ?? "",
      original[index] ?? "",
    ),
  );
}

function cellLines(event: TimelineEvent | undefined, width: number): string[] {
  if (!event) return [];
  const lines = wrapText(`${event.clock} ${event.text}`, width - INDENT.length);
  // wrapText makes one space of two: the clock stands apart from the text.
  return lines.map((text, index) => (index === 0 ? text.replace(" ", "  ") : INDENT + text));
}

function line(offset: string, run: string, original: string): string {
  const start = `${offset.padStart(OFFSET_WIDTH)}  ${run.padEnd(RUN_WIDTH)}  ${original}`;
  return start.trimEnd();
}

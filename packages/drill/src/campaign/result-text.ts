import type { DrillRun } from "./drill-run.ts";
import type { Share, Spread } from "./summary.ts";

/** One run in one line. */
export function resultText(drill: DrillRun): string {
  if (!drill.passed) return `FAILED: ${drill.failures.join(" ")}`;
  return `passed: ${outcomeText(drill)}`;
}

function outcomeText({
  kind,
  onset,
  harmAt,
  harmLeadSeconds,
  secondsToPage,
  namedCause,
}: DrillRun): string {
  if (kind === "control") return "nobody was paged";
  if (harmAt === null) return "nobody was harmed, nobody was paged, the ticket came";
  const cause = `cause ${namedCause}`;
  if (onset === "instant") return `page ${secondsText(secondsToPage)} after the fault, ${cause}`;
  return `page ${secondsText(harmLeadSeconds)} before users were harmed, ${cause}`;
}

/** `12.3 s`, `−12.3 s`; `never` when it did not happen. */
export function secondsText(value: number | null): string {
  if (value === null) return "never";
  const text = Math.abs(value).toFixed(1);
  return `${value < 0 && text !== "0.0" ? "−" : ""}${text} s`;
}

/** `no pages`, `1 page`, `3 alarms`. */
export function countText(count: number, what: "page" | "alarm"): string {
  return `${count === 0 ? "no" : count} ${what}${count === 1 ? "" : "s"}`;
}

/** `9 of 10`. */
export function shareText({ count, of }: Share): string {
  return `${count} of ${of}`;
}

/** `54.0 s, 12.3 s`; `54.0 s, never` when one did not happen; a dash when there was nothing to measure. */
export function spreadText({ of, median, worst }: Spread): string {
  return of === 0 ? "–" : `${secondsText(median)}, ${secondsText(worst)}`;
}

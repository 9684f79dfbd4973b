import type { DrillRun } from "./drill-run.ts";

/** One run in one line. */
export function resultText(drill: DrillRun): string {
  const verdict = drill.passed ? "passed" : "FAILED";
  if (!drill.passed) return `${verdict}: ${drill.failures.join(" ")}`;
  return `${verdict}: ${outcomeText(drill)}`;
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
  return `${value < 0 ? "−" : ""}${Math.abs(value).toFixed(1)} s`;
}

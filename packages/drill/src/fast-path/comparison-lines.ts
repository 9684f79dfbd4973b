import type { Comparison } from "./compare.ts";
import type { Outcome } from "./outcome.ts";

/** The comparison as a terminal shows it. */
export function comparisonLines(comparison: Comparison): string[] {
  const { withFastPath, rulesAlone, endedAt } = comparison;
  const gain = gainSeconds(comparison);
  return [
    `with the fast path: ${inWords(withFastPath, endedAt)}`,
    `by the rules alone: ${inWords(rulesAlone, endedAt)}`,
    gain === undefined ? "nothing to compare" : `gain: ${gain.toFixed(1)} s`,
  ];
}

/** Whether each side had one page and one end of it, of the very same labels, and the fast path's page was the earlier one. */
export function isGain(comparison: Comparison): boolean {
  const sides = [comparison.withFastPath, comparison.rulesAlone];
  const isOne = sides.every(({ pages, resolves }) => pages.length === 1 && resolves === 1);
  const isSame = new Set(sides.flatMap(({ fingerprints }) => fingerprints)).size === 1;
  return isOne && isSame && (gainSeconds(comparison) ?? 0) > 0;
}

function gainSeconds({ withFastPath, rulesAlone }: Comparison): number | undefined {
  const [fast] = withFastPath.pages;
  const [slow] = rulesAlone.pages;
  return fast && slow && slow.afterSeconds - fast.afterSeconds;
}

function inWords({ pages, resolvedAt }: Outcome, endedAt: number): string {
  const paged = pages.map(
    ({ afterSeconds, alerts }) =>
      `page ${afterSeconds.toFixed(1)} s after the fault (${alerts.join(", ")})`,
  );
  const end =
    resolvedAt === null
      ? "not resolved"
      : `resolved ${(resolvedAt - endedAt).toFixed(0)} s after its end`;
  return [...(paged.length === 0 ? ["no page"] : paged), end].join("; ");
}

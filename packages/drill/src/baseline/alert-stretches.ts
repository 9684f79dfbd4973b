import type { Series } from "../prometheus/prometheus-client.ts";

/** An alert of one label set, from the moment its condition became true to the moment it was no longer. */
export interface AlertStretch {
  readonly baseline: string;
  readonly alert: string;
  readonly trueAt: number;
  /** After its `for`; null when it did not last that long. */
  readonly firedAt: number | null;
}

/** Of missed evaluations two in a row end a stretch, one does not: on a busy machine it would make a new alarm of an old one. */
const MISSED_EVALUATIONS = 2.5;

/**
 * The stretches in the series of `timestamp(ALERTS{…})`, whose states `pending` and `firing` are one condition.
 * Evaluations before `from`, which a range query looks back at, are left out.
 */
export function alertStretches(
  series: readonly Series[],
  from: number,
  evaluationSeconds: number,
): AlertStretch[] {
  const evaluations = new Map<string, Evaluation[]>();
  for (const { labels, points } of series) {
    const { alertstate, ...others } = labels;
    const key = JSON.stringify(Object.entries(others).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const known = evaluations.get(key) ?? [];
    const isFiring = alertstate === "firing";
    const { alertname: alert = "", baseline = "" } = labels;
    for (const [, at] of points) if (at >= from) known.push({ at, isFiring, alert, baseline });
    evaluations.set(key, known);
  }
  const longestGap = evaluationSeconds * MISSED_EVALUATIONS;
  return [...evaluations.values()].flatMap((each) => stretchesOf(each, longestGap));
}

interface Evaluation {
  readonly at: number;
  readonly isFiring: boolean;
  readonly alert: string;
  readonly baseline: string;
}

function stretchesOf(evaluations: readonly Evaluation[], longestGap: number): AlertStretch[] {
  const stretches: AlertStretch[] = [];
  let last = -Infinity;
  for (const { at, isFiring, alert, baseline } of evaluations.toSorted((a, b) => a.at - b.at)) {
    const current = stretches.at(-1);
    const firedAt = isFiring ? at : null;
    if (current === undefined || at - last > longestGap) {
      stretches.push({ baseline, alert, trueAt: at, firedAt });
    } else if (current.firedAt === null && isFiring) {
      stretches[stretches.length - 1] = { ...current, firedAt };
    }
    last = at;
  }
  return stretches;
}

import { PHASES, type ReplayedFiring } from "./replay.ts";

/** How long before harm the first page of a run fired, over every scrape phase. Firing only: what Alertmanager waits and delivery come off it. */
export interface ReplayedLead {
  /** One for each phase, in order: seconds from the first page after the fault to the harm; null where none fired. */
  readonly leads: readonly (number | null)[];
  /** Null when the phase in the middle fired nothing. */
  readonly medianSeconds: number | null;
  /** Null when some phase fired nothing. */
  readonly worstSeconds: number | null;
  /** Null when no phase fired anything. */
  readonly bestSeconds: number | null;
  /** Of the phases, those that fired before the harm: 0 to 1. */
  readonly aheadRatio: number;
  /** Page alerts that fired before the fault, over all phases; all of them in a control. */
  readonly falsePages: number;
}

/**
 * @param harmAt Unix seconds
 * @param faultAt Unix seconds
 */
export function replayedLead(
  firings: readonly ReplayedFiring[],
  { harmAt, faultAt }: { readonly harmAt: number; readonly faultAt: number },
): ReplayedLead {
  const leads = PHASES.map((phase) => {
    const own = firings.filter(
      ({ phaseSeconds, firesAt }) => phaseSeconds === phase && firesAt >= faultAt,
    );
    return own.length === 0 ? null : harmAt - Math.min(...own.map(({ firesAt }) => firesAt));
  });
  // A page that never came is later than every other.
  const sorted = leads.toSorted((a, b) => (a ?? -Infinity) - (b ?? -Infinity));
  return {
    leads,
    medianSeconds: sorted[Math.floor(sorted.length / 2)] ?? null,
    worstSeconds: sorted[0] ?? null,
    bestSeconds: sorted.at(-1) ?? null,
    aheadRatio: leads.filter((lead) => lead !== null && lead > 0).length / leads.length,
    falsePages: firings.filter(({ firesAt }) => firesAt < faultAt).length,
  };
}

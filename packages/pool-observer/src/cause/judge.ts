import type { PoolCause } from "@plimsoll/catalog";
import type { Usual } from "./baseline.ts";
import { CAUSE_RULES, type Evidence } from "./cause-rules.ts";
import type { PoolMoment, PoolTotals } from "./pool-totals.ts";
import { isShort } from "./shortage.ts";

/** Why a pool is short, and the numbers that say so. */
export interface Verdict {
  readonly cause: PoolCause;
  /** One sentence with the numbers, for a person. */
  readonly evidence: string;
}

/**
 * Names why a pool is short of connections; undefined when it is not short, or when no cause is plain.
 *
 * The rules are asked in the order of blame: what would make the later ones speak too comes first.
 *
 * @param window what happened in the last 30 to 60 s
 * @param moment how the pool stands at the end of it
 * @param usual what is usual for the pool, if that is known yet
 */
export function judge(
  window: PoolTotals,
  moment: PoolMoment,
  usual: Usual | undefined,
): Verdict | undefined {
  if (!isShort(window, moment)) return undefined;
  const evidence: Evidence = { window, moment, usual };
  for (const [cause, rule] of CAUSE_RULES) {
    const because = rule(evidence);
    if (because !== undefined) return { cause, evidence: because };
  }
  return undefined;
}

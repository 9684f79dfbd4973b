import type { Cause, PoolCause } from "@plimsoll/catalog";
import { POOL_LABELS } from "../pool-labels.ts";
import {
  aggregate,
  binary,
  equals,
  type Expression,
  offset,
  oneOf,
  over,
  call,
  chain,
  selector,
  type Selector,
} from "../promql.ts";
import { recorded, type RecordedKey } from "../recorded.ts";
import { OFF_GRID_SECONDS, sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";

/**
 * The pool has made requests wait for long enough to page, and more than a tenth of its instances say themselves that this is
 * why. The process sees what no series can tell apart; whether it is bad enough stays the rules' own decision. Severe waits and
 * stalls are bad enough sooner: the verdict is there by then. Growth is not: 15 s into a fault a mean of one minute shows a
 * quarter of it. So what only growth can name, and what has no name, keeps the longer wait, and an incident stays one page.
 */
export function isPressedBecauseOf(cause: PoolCause & Cause, thresholds: Thresholds): Expression {
  const verdict = recorded("verdict", equals("cause", cause));
  const isNamed = binary(aggregate("max", POOL_LABELS, verdict), ">", thresholds.instanceShare);
  return binary(isNamed, "and", recorded("pressed"));
}

/** The alerts `names`, where they fire. */
export function firing(names: readonly string[]): Selector {
  return selector("ALERTS", oneOf("alertname", names), equals("alertstate", "firing"));
}

/** `condition` for the pools for which none of the alerts `names` fires. */
export function unlessFiring(condition: Expression, names: readonly string[]): Expression {
  return binary(condition, "unless", firing(names), POOL_LABELS);
}

/** Requests wait and holds have become longer; `share` says how the share of queries in them compares with what makes the database slow. */
export function holdsHaveGrown(share: "<" | ">=", thresholds: Thresholds): Expression {
  return chain(
    "and",
    binary(recorded("holdGrowth"), ">", thresholds.holdGrowth),
    binary(recorded("queryShare"), share, thresholds.queryShare),
    binary(recorded("granted"), ">", thresholds.holdMinimumRate),
    sustained("pressure", thresholds.sustainedSeconds),
  );
}

/** Where demand has grown by more than is usual, and by more than the holds have: more requests make queries longer, hardly the reverse. */
export function demandGrewMost(thresholds: Thresholds): Expression {
  return binary(
    binary(recorded("demandGrowth"), ">", thresholds.demandGrowth),
    ">",
    recorded("holdGrowth"),
  );
}

/** `key`, where it is there now, was there `seconds` ago, and its lowest value since is above `value`. */
export function staysAbove(key: RecordedKey, value: number, seconds: number): Expression {
  const series = recorded(key);
  const lowest = call("min_over_time", over(series, seconds + OFF_GRID_SECONDS));
  return chain("and", series, binary(lowest, ">", value), offset(series, seconds));
}

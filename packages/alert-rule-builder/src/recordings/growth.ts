import { binary, call, chain, type Expression, offset, over } from "../promql.ts";
import { recorded, type RecordedKey } from "../recorded.ts";
import type { Thresholds } from "../thresholds.ts";

type Key = "demandGrowth" | "holdGrowth" | "amplification";

/** Demand, hold and acquires per HTTP request against their own past. A young service has no past: absent, and so no cause is named from it. */
export function growthRecordings(
  thresholds: Thresholds,
): Readonly<Record<Key & RecordedKey, Expression>> {
  return {
    demandGrowth: growth("demand", thresholds),
    holdGrowth: growth("hold", thresholds),
    amplification: growth("acquiresPerRequest", thresholds),
  };
}

function growth(key: RecordedKey, thresholds: Thresholds): Expression {
  const now = recorded(key);
  const past = over(now, thresholds.baselineSeconds, thresholds.baselineOffsetSeconds);
  const baseline = binary(call("avg_over_time", past), ">", 0);
  return chain("and", binary(now, "/", baseline), offset(now, thresholds.baselineHistorySeconds));
}

import { ATTRIBUTE, POOL_METRICS, prometheusLabel } from "@plimsoll/catalog";
import { perPool, perProcess } from "../pool-labels.ts";
import { binary, type Expression, type Matcher, noneOf } from "../promql.ts";
import type { RecordedKey } from "../recorded.ts";
import type { Thresholds } from "../thresholds.ts";
import { limitPerProcess, newest } from "./inputs.ts";

type Key = "suspectsByRoute" | "suspectsMax" | "suspectsRatioMax";

/**
 * Leak suspects, judged per instance and then the worst taken: over the sum of ten instances, one that has leaked all of its
 * connections is 10 % and looks harmless. Dense: 0 where nobody is suspect.
 */
export function leakRecordings(
  thresholds: Thresholds,
): Readonly<Record<Key & RecordedKey, Expression>> {
  const suspects = newest(
    POOL_METRICS.leakSuspects,
    thresholds.rateWindowSeconds,
    ...expected(thresholds),
  );
  const limit = limitPerProcess(thresholds);
  const none = binary(0, "*", limit);
  const perInstance = perProcess("sum", suspects);
  const share = binary(perInstance, "/", binary(limit, ">", 0));
  return {
    suspectsByRoute: binary(
      perPool("sum", suspects, [prometheusLabel(ATTRIBUTE.httpRoute)]),
      ">",
      0,
    ),
    suspectsMax: perPool("max", binary(perInstance, "or", none)),
    suspectsRatioMax: perPool("max", binary(share, "or", none)),
  };
}

/** Leaves out the routes and pools that may park a connection for minutes: a nightly batch, a queue that listens. */
function expected({ quietRoutes, quietPools }: Thresholds): readonly Matcher[] {
  return [
    ...(quietRoutes.length === 0
      ? []
      : [noneOf(prometheusLabel(ATTRIBUTE.httpRoute), quietRoutes)]),
    ...(quietPools.length === 0 ? [] : [noneOf(prometheusLabel(ATTRIBUTE.poolName), quietPools)]),
  ];
}

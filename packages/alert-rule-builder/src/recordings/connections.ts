import { ATTRIBUTE, POOL_METRICS, prometheusLabel } from "@plimsoll/catalog";
import { perPool, perProcess } from "../pool-labels.ts";
import { binary, call, type Expression } from "../promql.ts";
import { recorded, type RecordedKey } from "../recorded.ts";
import type { Thresholds } from "../thresholds.ts";
import { newest, rateOf } from "./inputs.ts";

type Key =
  | "limit"
  | "connections"
  | "used"
  | "saturation"
  | "queryShare"
  | "routeConnections"
  | "instances"
  | "nested"
  | "safeUse";

/** What the pool has, how much of it is used, by whom, and whether queries run on it. */
export function connectionRecordings(
  thresholds: Thresholds,
): Readonly<Record<Key & RecordedKey, Expression>> {
  const rate = thresholds.rateWindowSeconds;
  const querying = perPool("sum", rateOf(POOL_METRICS.queryingSeconds, thresholds));
  return {
    limit: perPool("sum", newest(POOL_METRICS.limit, rate)),
    connections: perPool("sum", newest(POOL_METRICS.count, thresholds.freshSeconds), [
      prometheusLabel(ATTRIBUTE.state),
    ]),
    used: perPool("sum", rateOf(POOL_METRICS.usedSeconds, thresholds)),
    saturation: binary(recorded("used"), "/", recorded("limit")),
    queryShare: binary(querying, "/", binary(recorded("used"), ">", 0)),
    routeConnections: perPool("sum", rateOf(POOL_METRICS.routeSeconds, thresholds), [
      prometheusLabel(ATTRIBUTE.httpRoute),
      prometheusLabel(ATTRIBUTE.kind),
    ]),
    instances: perPool(
      "count",
      perProcess("max", newest(POOL_METRICS.limit, thresholds.freshSeconds)),
    ),
    nested: perPool("sum", rateOf(POOL_METRICS.nestedAcquires, thresholds)),
    safeUse: safeUse(thresholds),
  };
}

/**
 * Square-root staffing: at a mean use of 1 − 1/√limit a fifth of the acquires wait. Worked: 0.68 for a limit of 10 (Erlang C:
 * 0.69), 0.86 for 50 (0.85). For a limit of 1 the exact answer is a fifth, and the formula's is 0.
 */
function safeUse(thresholds: Thresholds): Expression {
  const perInstance = binary(recorded("limit"), "/", recorded("instances"));
  const use = binary(1, "-", binary(1, "/", call("sqrt", perInstance)));
  return call("clamp_min", use, thresholds.safeUseOfOne);
}

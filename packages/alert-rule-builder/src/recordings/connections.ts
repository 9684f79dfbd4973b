import { ATTRIBUTE, POOL_METRICS, prometheusLabel } from "@plimsoll/catalog";
import { perPool } from "../pool-labels.ts";
import { binary, type Expression } from "../promql.ts";
import { recorded, type RecordedKey } from "../recorded.ts";
import type { Thresholds } from "../thresholds.ts";
import { newest, rateOf } from "./inputs.ts";

type Key = "limit" | "connections" | "used" | "saturation" | "queryShare" | "routeConnections";

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
  };
}

import { ATTRIBUTE, POOL_METRICS, prometheusLabel } from "@plimsoll/catalog";
import { perPool } from "../pool-labels.ts";
import { binary, type Expression } from "../promql.ts";
import { recorded, type RecordedKey } from "../recorded.ts";
import type { Thresholds } from "../thresholds.ts";
import { attributeIs, GRANTED, newest, rateOf } from "./inputs.ts";

type Key =
  | "demand"
  | "granted"
  | "timeouts"
  | "queue"
  | "wait"
  | "waitingShare"
  | "hold"
  | "oldest";

/** What is asked of the pool, what it grants, and how long requests wait and hold. */
export function requestRecordings(
  thresholds: Thresholds,
): Readonly<Record<Key & RecordedKey, Expression>> {
  return {
    demand: perPool("sum", rateOf(POOL_METRICS.requestsStarted, thresholds)),
    granted: perPool("sum", rateOf(POOL_METRICS.requests, thresholds, GRANTED)),
    timeouts: perPool("sum", rateOf(POOL_METRICS.timeouts, thresholds)),
    queue: perPool("sum", rateOf(POOL_METRICS.pendingSeconds, thresholds)),
    wait: binary(recorded("queue"), "/", binary(recorded("demand"), ">", 0)),
    waitingShare: perPool(
      "avg",
      rateOf(POOL_METRICS.pressureSeconds, thresholds, attributeIs("level", "waiting")),
    ),
    hold: binary(recorded("used"), "/", binary(recorded("granted"), ">", 0)),
    oldest: perPool("max", newest(POOL_METRICS.oldestSeconds, thresholds.freshSeconds), [
      prometheusLabel(ATTRIBUTE.of),
    ]),
  };
}

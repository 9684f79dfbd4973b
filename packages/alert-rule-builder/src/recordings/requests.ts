import { ATTRIBUTE, type MetricDefinition, POOL_METRICS, prometheusLabel } from "@plimsoll/catalog";
import { perPool } from "../pool-labels.ts";
import { binary, call, type Expression } from "../promql.ts";
import { recorded, type RecordedKey } from "../recorded.ts";
import type { Thresholds } from "../thresholds.ts";
import { attributeIs, GRANTED, newest, ofHistogram, rateOf } from "./inputs.ts";

type Key =
  | "demand"
  | "granted"
  | "timeouts"
  | "queue"
  | "wait"
  | "waitP99"
  | "waitingShare"
  | "hold"
  | "holdP99"
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
    waitP99: p99(POOL_METRICS.waitTime, thresholds),
    waitingShare: perPool(
      "avg",
      rateOf(POOL_METRICS.pressureSeconds, thresholds, attributeIs("level", "waiting")),
    ),
    hold: binary(recorded("used"), "/", binary(recorded("granted"), ">", 0)),
    holdP99: p99(POOL_METRICS.useTime, thresholds),
    oldest: perPool("max", newest(POOL_METRICS.oldestSeconds, thresholds.freshSeconds), [
      prometheusLabel(ATTRIBUTE.of),
    ]),
  };
}

// For panels only: a histogram records when a wait ends, so in a total stall it is silent.
function p99(histogram: MetricDefinition, thresholds: Thresholds): Expression {
  const buckets = ofHistogram("rate", histogram, "bucket", thresholds.rateWindowSeconds);
  return call("histogram_quantile", 0.99, perPool("sum", buckets, ["le"]));
}

import {
  ATTRIBUTE,
  type MetricDefinition,
  POOL_METRICS,
  prometheusLabel,
  prometheusName,
} from "@plimsoll/catalog";
import { perPool, perProcess } from "../pool-labels.ts";
import { binary, call, equals, type Expression, over, selector } from "../promql.ts";
import { recorded } from "../recorded.ts";
import type { TicketKey } from "../recorded/ticket-series.ts";
import type { Thresholds } from "../thresholds.ts";
import { attributeIs, limitPerProcess, newest, ofHistogram } from "./inputs.ts";

/** What is read once a minute, for tickets. */
export function ticketRecordings(
  thresholds: Thresholds,
): Readonly<Record<Exclude<TicketKey, "amplification">, Expression>> {
  const peak = newest(POOL_METRICS.peak, thresholds.rateWindowSeconds, attributeIs("of", "used"));
  const findings = newest(POOL_METRICS.configFindings, thresholds.rateWindowSeconds);
  const limit = binary(limitPerProcess(thresholds), ">", 0);
  return {
    slowWaits: slowWaits(thresholds),
    peakRatio: perPool("max", binary(perProcess("max", peak), "/", limit)),
    openTransactions: perPool("sum", slow("increase", POOL_METRICS.openTransactions, thresholds)),
    findings: binary(perPool("max", findings, [prometheusLabel(ATTRIBUTE.rule)]), ">", 0),
  };
}

/** Those that were granted in over 50 ms, and those that were never granted. */
function slowWaits(thresholds: Thresholds): Expression {
  const waits = (suffix: "bucket" | "count", ...le: readonly string[]): Expression =>
    perPool(
      "sum",
      ofHistogram(
        "rate",
        POOL_METRICS.waitTime,
        suffix,
        thresholds.burnWindowSeconds,
        ...le.map((value) => equals("le", value)),
      ),
    );
  const late = binary(waits("count"), "-", waits("bucket", String(thresholds.slowWaitSeconds)));
  const givenUp = perPool("sum", slow("rate", POOL_METRICS.timeouts, thresholds));
  return binary(binary(late, "+", givenUp), "or", binary(0, "*", recorded("limit")));
}

function slow(
  functionName: "rate" | "increase",
  metric: MetricDefinition,
  thresholds: Thresholds,
): Expression {
  return call(functionName, over(selector(prometheusName(metric)), thresholds.burnWindowSeconds));
}

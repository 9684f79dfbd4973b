import {
  ATTRIBUTE,
  GRANTED_OUTCOMES,
  type MetricDefinition,
  POOL_METRICS,
  prometheusLabel,
  prometheusName,
} from "@plimsoll/catalog";
import { perPool, perProcess } from "../pool-labels.ts";
import { recorded } from "../recorded.ts";
import {
  binary,
  call,
  equals,
  type Expression,
  type Matcher,
  oneOf,
  over,
  selector,
} from "../promql.ts";
import type { Thresholds } from "../thresholds.ts";

/** `rate()` of a counter over the rate window. */
export function rateOf(
  metric: MetricDefinition,
  thresholds: Thresholds,
  ...matchers: readonly Matcher[]
): Expression {
  const series = selector(prometheusName(metric), ...matchers);
  return call("rate", over(series, thresholds.rateWindowSeconds));
}

/**
 * The newest value of a gauge that is at most `seconds` old.
 * Not the plain selector: that drops out on one failed scrape, and believes a dead OTLP instance for 5 minutes.
 */
export function newest(
  metric: MetricDefinition,
  seconds: number,
  ...matchers: readonly Matcher[]
): Expression {
  return call("last_over_time", over(selector(prometheusName(metric), ...matchers), seconds));
}

/** Matches the outcomes that granted a connection. */
export const GRANTED: Matcher = oneOf(prometheusLabel(ATTRIBUTE.outcome), GRANTED_OUTCOMES);

/** `of="waiter"`, `kind="hold"`, … */
export function attributeIs(attribute: keyof typeof ATTRIBUTE, value: string): Matcher {
  return equals(prometheusLabel(ATTRIBUTE[attribute]), value);
}

/** The limit of each process, as long in sight as the rates are: a ratio to it must not jump when an instance leaves. */
export function limitPerProcess(thresholds: Thresholds): Expression {
  return perProcess("max", newest(POOL_METRICS.limit, thresholds.rateWindowSeconds));
}

/** 0 to 1: how much of the pool's limit stands on instances where `condition`, a 0 or 1 per process, is 1. */
export function shareOfLimit(condition: Expression, thresholds: Thresholds): Expression {
  const onThem = binary(limitPerProcess(thresholds), "*", condition);
  return binary(perPool("sum", onThem), "/", recorded("limit"));
}

/** `function(series[seconds])` of a histogram's series in whichever dialect is there; `suffix` is `bucket`, `count` or `sum`. */
export function ofHistogram(
  functionName: "rate" | "irate",
  metric: MetricDefinition,
  suffix: "bucket" | "count" | "sum",
  seconds: number,
  ...matchers: readonly Matcher[]
): Expression {
  const [scraped, pushed] = (["js-scrape", "otlp"] as const).map((dialect) => {
    const series = selector(`${prometheusName(metric, dialect)}_${suffix}`, ...matchers);
    return call(functionName, over(series, seconds));
  }) as [Expression, Expression];
  return binary(scraped, "or", pushed);
}

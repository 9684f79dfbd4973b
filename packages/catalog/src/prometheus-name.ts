import type { MetricDefinition } from "./metric.ts";

/**
 * How a metric is spelt in Prometheus.
 * `js-scrape`: `@opentelemetry/exporter-prometheus`, which writes no unit.
 * `otlp`: the Collector and Prometheus' own OTLP receiver, which write the unit unless the name ends in it.
 */
export type Dialect = "js-scrape" | "otlp";

/** The Prometheus spelling of a metric, attribute or label name: every other character becomes one `_`. */
export function prometheusLabel(name: string): string {
  return name.replaceAll(/[^a-zA-Z0-9]+/g, "_");
}

/**
 * The family name of `metric` in Prometheus: counters end in `_total`; a histogram's series add `_bucket`, `_sum` and `_count`.
 *
 * @example
 * prometheusName(POOL_METRICS.waitTime, "js-scrape"); // "db_client_connection_wait_time"
 * prometheusName(POOL_METRICS.waitTime, "otlp"); // "db_client_connection_wait_time_seconds"
 * prometheusName(POOL_METRICS.usedSeconds, "otlp"); // "plimsoll_pool_used_seconds_total"
 */
export function prometheusName(metric: MetricDefinition, dialect: Dialect = "js-scrape"): string {
  const base = prometheusLabel(metric.name);
  const withUnit =
    dialect === "otlp" && metric.unit === "s" && !base.endsWith("_seconds")
      ? `${base}_seconds`
      : base;
  const isCounter = metric.instrument === "counter" || metric.instrument === "observable-counter";
  return isCounter ? `${withUnit}_total` : withUnit;
}

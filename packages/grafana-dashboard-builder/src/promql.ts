import {
  ATTRIBUTE,
  type MetricDefinition,
  prometheusLabel,
  prometheusName,
  RESOURCE_ATTRIBUTE,
} from "@plimsoll/catalog";
import { RECORDED } from "./recorded-series.ts";

/** Label of the process in raw metrics. */
export const INSTANCE_LABEL: string = prometheusLabel(RESOURCE_ATTRIBUTE.serviceInstanceId);

/** Matchers of the chosen service, in recorded series and `ALERTS`. */
export const SERVICE = 'service="$service",environment="$environment"';

// "=" and not "=~": an app that states no environment has no such label, and an empty variable matches exactly that.
const RAW_SERVICE = [
  `${prometheusLabel(RESOURCE_ATTRIBUTE.serviceName)}="$service"`,
  `${prometheusLabel(RESOURCE_ATTRIBUTE.environment)}="$environment"`,
].join(",");
const RAW_POOL = `${prometheusLabel(ATTRIBUTE.poolName)}="$pool"`;
const RAW_INSTANCE = `${INSTANCE_LABEL}=~"$instance"`;

/** A recorded series of the chosen pool, all instances. `more` are further matchers: `of="waiter"`. */
export function recorded(key: keyof typeof RECORDED, more = ""): string {
  return series(RECORDED[key], [SERVICE, 'pool="$pool"', more]);
}

/** A pool metric of the chosen pool and instances. A histogram needs the `part` of it that is meant. */
export function ofPool(metric: MetricDefinition, more = "", part: HistogramPart | "" = ""): string {
  return raw(metric, part, [RAW_SERVICE, RAW_POOL, RAW_INSTANCE, more]);
}

/** A metric of the chosen service and instances, whatever the pool: HTTP requests have none. */
export function ofService(metric: MetricDefinition, part: HistogramPart, more = ""): string {
  return raw(metric, part, [RAW_SERVICE, RAW_INSTANCE, more]);
}

/** A pool metric of the chosen pool without the instance filter, to list the instances from. */
export function ofAllInstances(metric: MetricDefinition): string {
  return raw(metric, "", [RAW_SERVICE, RAW_POOL]);
}

export type HistogramPart = "_bucket" | "_sum" | "_count";

/** `rate()` over Grafana's rate interval: four scrapes at least. */
export function rate(selector: string): string {
  return `rate(${selector}[$__rate_interval])`;
}

/** The `quantile` (0..1) of a histogram whose `_bucket` selector is given, over all that it selects. */
export function quantile(quantile: number, buckets: string): string {
  return `histogram_quantile(${quantile}, sum by (le) (${rate(buckets)}))`;
}

// A semantic-convention histogram has two spellings, with and without its unit. An app exports in one of them, so selecting
// by a list of names finds the one that is there; `a or b` would double each query and, under sum by (le), could mix both.
function raw(metric: MetricDefinition, part: string, matchers: readonly string[]): string {
  const names = [
    ...new Set([prometheusName(metric, "js-scrape"), prometheusName(metric, "otlp")]),
  ].map((name) => name + part);
  if (names.length === 1) return series(names[0] ?? "", matchers);
  return series("", [`__name__=~"${names.join("|")}"`, ...matchers]);
}

function series(name: string, matchers: readonly string[]): string {
  return `${name}{${matchers.filter((matcher) => matcher !== "").join(",")}}`;
}

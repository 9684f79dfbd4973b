import { ATTRIBUTE, prometheusLabel } from "@plimsoll/catalog";
import { RECORDED, type RecordedName } from "./recorded-series.ts";

type LabelKey =
  | "route"
  | "state"
  | "summary"
  | "errorType"
  | "outcome"
  | "reason"
  | "rule"
  | "application"
  | "serverState"
  | "serverAddress"
  | "serverPort";

/** Labels under which the recorded series carry what the catalogue names. */
export const LABEL: Readonly<Record<LabelKey, string>> = {
  route: prometheusLabel(ATTRIBUTE.httpRoute),
  state: prometheusLabel(ATTRIBUTE.state),
  summary: prometheusLabel(ATTRIBUTE.querySummary),
  errorType: prometheusLabel(ATTRIBUTE.errorType),
  outcome: prometheusLabel(ATTRIBUTE.outcome),
  reason: prometheusLabel(ATTRIBUTE.reason),
  rule: prometheusLabel(ATTRIBUTE.rule),
  application: prometheusLabel(ATTRIBUTE.application),
  serverState: prometheusLabel(ATTRIBUTE.serverState),
  serverAddress: prometheusLabel(ATTRIBUTE.serverAddress),
  serverPort: prometheusLabel(ATTRIBUTE.serverPort),
};

/**
 * Matchers of the chosen service. "=" and not "=~": an app that states no environment has no such label, and an empty
 * variable matches exactly that.
 */
export const SERVICE = 'service="$service",environment="$environment"';

/** Matchers of the chosen pool. */
export const POOL: string = `${SERVICE},pool="$pool"`;

/** Matchers of every chosen service: several, or all. */
export const SERVICES = 'service=~"$service",environment=~"$environment"';

/** Matchers of every chosen pool. */
export const POOLS: string = `${SERVICES},pool=~"$pool"`;

/** Matchers of the chosen servers. */
export const SERVERS: string = `environment="$environment",${LABEL.serverAddress}=~"$server"`;

/** Matchers of the chosen pools of a service. */
export const POOLS_OF_SERVICE: string = `${SERVICE},pool=~"$pool"`;

/** Matchers of the chosen queries of a service; those of a connection that is no pool's have no pool. */
export const QUERIES: string = `${POOLS_OF_SERVICE},${LABEL.summary}=~"$summary"`;

/** What identifies a pool. */
export const BY_POOL = "by (service, environment, pool)";

/** A recorded series under `matchers`, and `more` of them: `of="waiter"`. */
export function recorded(name: RecordedName, matchers: string, more = ""): string {
  return `${RECORDED[name]}{${[matchers, more].filter((text) => text !== "").join(",")}}`;
}

/** A recorded series of the chosen pool, all instances. */
export function ofPool(name: RecordedName, more = ""): string {
  return recorded(name, POOL, more);
}

/** A recorded series of the chosen instances of the chosen pool. */
export function ofInstances(name: RecordedName, more = ""): string {
  return recorded(name, `${POOL},instance=~"$instance"`, more);
}

/** Firing Plimsoll alerts under `matchers`. */
export function firing(matchers: string): string {
  return `ALERTS{alertname=~"Plimsoll.*",alertname!="PlimsollWatchdog",alertstate="firing",${matchers}}`;
}

/** The `quantile` (0..1) of a histogram whose buckets are recorded, by the labels `by`. */
export function quantile(quantile: number, buckets: string, ...by: readonly string[]): string {
  return `histogram_quantile(${quantile}, sum by (${["le", ...by].join(", ")}) (${buckets}))`;
}

/** `first`, or where it is empty altogether `second`, and so on. */
export function firstOf(...expressions: readonly string[]): string {
  return expressions.join(" or on () ");
}

/** `expr` with the label `name` set to `value`. */
export function labelled(expr: string, name: string, value: string): string {
  return `label_replace(${expr}, "${name}", "${value}", "", "")`;
}

/** Both summed; 0 and not empty for what only `all` has. */
export function sumOrZero(part: string, all: string): string {
  return `(sum(${part}) or 0 * sum(${all}))`;
}

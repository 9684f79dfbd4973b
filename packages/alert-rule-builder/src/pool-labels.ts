import { ATTRIBUTE, prometheusLabel, RESOURCE_ATTRIBUTE } from "@plimsoll/catalog";
import { aggregate, type Expression, nest } from "./promql.ts";

/** What identifies a pool in every recorded series and alert. An app that states no environment has no such label. */
export const POOL_LABELS = ["service", "environment", "pool"] as const;

/** What identifies a service. */
export const SERVICE_LABELS = ["service", "environment"] as const;

/** What identifies a server. An address such as `db` means another server in another environment. */
export const SERVER_LABELS: readonly string[] = [
  "environment",
  prometheusLabel(ATTRIBUTE.serverAddress),
  prometheusLabel(ATTRIBUTE.serverPort),
];

/** The labels that the copies below set. */
const COPIED: readonly string[] = POOL_LABELS;

/** What they are copied from, and an `environment` that the scrape configuration sets. */
const SOURCE_LABELS: readonly string[] = [
  prometheusLabel(ATTRIBUTE.poolName),
  prometheusLabel(RESOURCE_ATTRIBUTE.environment),
  "environment",
  "job",
  prometheusLabel(RESOURCE_ATTRIBUTE.serviceName),
];

/**
 * What identifies one pool in one process. Aggregating to these first also drops `otel_scope_version`, which differs between
 * our metrics in the middle of a roll-out and would make every division empty.
 */
const PROCESS_LABELS: readonly string[] = [
  ...SOURCE_LABELS,
  "instance",
  prometheusLabel(RESOURCE_ATTRIBUTE.serviceInstanceId),
];

/** `body` with one value per pool and process. */
export function perProcess(operation: "sum" | "max", body: Expression): Expression {
  return aggregate(operation, PROCESS_LABELS, body);
}

/** `body` with one value per pool over all processes, under the labels `service`, `environment`, `pool` and `more`. */
export function perPool(
  operation: "sum" | "max" | "avg" | "count",
  body: Expression,
  more: readonly string[] = [],
): Expression {
  return relabelled(operation, POOL_LABELS, body, more);
}

/**
 * `body` with one value per pool and instance; the label `instance` is the process's own name for itself where it has one.
 * A pool in a thousand instances has as many series: panels read them, and nothing that pages.
 */
export function perInstance(
  operation: "sum" | "max",
  body: Expression,
  more: readonly string[] = [],
): Expression {
  const perSource = aggregate(operation, [...PROCESS_LABELS, ...more], body);
  const id = prometheusLabel(RESOURCE_ATTRIBUTE.serviceInstanceId);
  const named = nest("label_replace", withPoolLabels(perSource), ["instance", "$1", id, "(.+)"]);
  return aggregate(operation, [...POOL_LABELS, "instance", ...more], named);
}

/** `body` with one value per service and environment. */
export function perService(
  operation: "sum" | "max" | "count",
  body: Expression,
  more: readonly string[] = [],
): Expression {
  return relabelled(operation, SERVICE_LABELS, body, more);
}

/** `body` with one value per server, and per `more`. */
export function perServer(
  operation: "sum" | "max",
  body: Expression,
  more: readonly string[] = [],
): Expression {
  return relabelled(operation, SERVER_LABELS, body, more);
}

/**
 * Aggregates over the processes first, under the labels as they come, and only then copies labels: of a thousand instances one
 * series is left to copy. A mean of means would weigh jobs and not processes, so a mean is taken in one step.
 */
function relabelled(
  operation: "sum" | "max" | "avg" | "count",
  labels: readonly string[],
  body: Expression,
  more: readonly string[],
): Expression {
  if (operation === "avg") return aggregate("avg", [...labels, ...more], withPoolLabels(body));
  const extra = [...labels.filter((label) => !COPIED.includes(label)), ...more];
  const perSource = aggregate(operation, [...SOURCE_LABELS, ...extra], body);
  const outer = operation === "count" ? "sum" : operation;
  return aggregate(outer, [...labels, ...more], withPoolLabels(perSource));
}

// "(.+)" leaves the target label alone where the source is missing: `service` stays the job, and an `environment` that the
// scrape configuration sets stays as it is.
function withPoolLabels(body: Expression): Expression {
  const copies: readonly (readonly [to: string, from: string])[] = [
    ["service", "job"],
    ["service", prometheusLabel(RESOURCE_ATTRIBUTE.serviceName)],
    ["environment", prometheusLabel(RESOURCE_ATTRIBUTE.environment)],
    ["pool", prometheusLabel(ATTRIBUTE.poolName)],
  ];
  const argumentLists = copies.map(([to, from]) => [to, "$1", from, "(.+)"]);
  return nest("label_replace", body, ...argumentLists);
}

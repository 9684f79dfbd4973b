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

/**
 * What identifies one pool in one process. Aggregating to these first also drops `otel_scope_version`, which differs between
 * our metrics in the middle of a roll-out and would make every division empty.
 */
const PROCESS_LABELS: readonly string[] = [
  prometheusLabel(ATTRIBUTE.poolName),
  prometheusLabel(RESOURCE_ATTRIBUTE.environment),
  "instance",
  "job",
  prometheusLabel(RESOURCE_ATTRIBUTE.serviceInstanceId),
  prometheusLabel(RESOURCE_ATTRIBUTE.serviceName),
];

/** `body` with one value per pool and process. */
export function perProcess(operation: "sum" | "max", body: Expression): Expression {
  return aggregate(operation, PROCESS_LABELS, body);
}

/** `body` with one value per pool over all processes, under the labels `service`, `environment`, `pool` and `more`. */
export function perPool(
  operation: "sum" | "max" | "avg",
  body: Expression,
  more: readonly string[] = [],
): Expression {
  return aggregate(operation, [...POOL_LABELS, ...more], withPoolLabels(body));
}

/** `body` with one value per service and environment. */
export function perService(
  operation: "sum" | "max" | "count",
  body: Expression,
  more: readonly string[] = [],
): Expression {
  return aggregate(operation, [...SERVICE_LABELS, ...more], withPoolLabels(body));
}

/** How many processes have the pool. */
export function processesPerPool(body: Expression): Expression {
  return aggregate("count", POOL_LABELS, withPoolLabels(perProcess("max", body)));
}

/** `body` with one value per server, and per `more`. */
export function perServer(
  operation: "sum" | "max",
  body: Expression,
  more: readonly string[] = [],
): Expression {
  return aggregate(operation, [...SERVER_LABELS, ...more], withPoolLabels(body));
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

import {
  AGES,
  CLOSE_REASONS,
  CONNECTION_STATES,
  type MetricDefinition,
  METRICS,
  OUTCOMES,
  PEAKS,
  POOL_METRICS,
  PRESSURE_LEVELS,
  type Dialect,
  prometheusLabel,
  prometheusName,
  QUERY_METRICS,
  ROUTE_KINDS,
  SERVER_METRICS,
  UPSTREAM_METRICS,
} from "@plimsoll/catalog";
import { SAMPLE } from "./sample-values.ts";

const HTTP_BUCKETS = [0.005, 0.05, 0.5, 1, 10];
const ROUTES = ["/transfers", "/statement"];

/** Values of gauges that a 2 would make no sense of. */
const GAUGES = new Map<MetricDefinition, number>([
  [POOL_METRICS.limit, 10],
  [POOL_METRICS.cause, 1],
  [SERVER_METRICS.probeSuccess, 1],
  [SERVER_METRICS.inRecovery, 0],
]);

/** Values of a metric's own attributes that a busy pool shows; other metrics have none. */
const SERIES = new Map<MetricDefinition, readonly Readonly<Record<string, string>>[]>([
  [POOL_METRICS.count, CONNECTION_STATES.map((state) => ({ db_client_connection_state: state }))],
  [POOL_METRICS.requests, OUTCOMES.map((outcome) => ({ outcome }))],
  [POOL_METRICS.pressureSeconds, PRESSURE_LEVELS.map((level) => ({ level }))],
  [POOL_METRICS.oldestSeconds, AGES.map((of) => ({ of }))],
  [POOL_METRICS.leakSuspects, [{ http_route: "/transfers" }]],
  [
    POOL_METRICS.routeSeconds,
    ROUTES.flatMap((http_route) => ROUTE_KINDS.map((kind) => ({ http_route, kind }))),
  ],
  [POOL_METRICS.connectFailures, [{ error_type: "53300" }]],
  [POOL_METRICS.peak, PEAKS.map((of) => ({ of }))],
  [POOL_METRICS.connectionsClosed, CLOSE_REASONS.map((reason) => ({ reason }))],
  [POOL_METRICS.cause, [{ cause: "leak" }]],
  [POOL_METRICS.nPlusOneSuspects, [{ http_route: "/statement" }]],
  [POOL_METRICS.configFindings, [{ rule: "no_error_listener", severity: "warning" }]],
  [
    QUERY_METRICS.operationDuration,
    [{}, { error_type: "23505" }].map((error) => ({
      db_query_summary: "SELECT accounts",
      ...error,
    })),
  ],
  [SERVER_METRICS.connections, [{ state: "idle", application: "money" }]],
  [
    UPSTREAM_METRICS.httpServerRequestDuration,
    ["200", "500"].map((code) => ({ http_response_status_code: code, http_route: "/transfers" })),
  ],
]);

/**
 * What `@opentelemetry/exporter-prometheus` would serve (or the Collector, in the `otlp` dialect) for a pool of 10 under load
 * that runs for `seconds`: every metric of the catalogue, each with every attribute value that a panel asks for.
 */
export function exposition(seconds: number, dialect: Dialect): string {
  return METRICS.map((metric) => {
    const name = prometheusName(metric, dialect);
    const series = SERIES.get(metric) ?? [{}];
    const type =
      metric.instrument === "histogram"
        ? "histogram"
        : name.endsWith("_total")
          ? "counter"
          : "gauge";
    const lines = series.flatMap((own) =>
      sample(metric, name, { ...identity(metric), ...own }, seconds),
    );
    return [`# TYPE ${name} ${type}`, ...lines].join("\n");
  })
    .join("\n")
    .concat("\n");
}

function identity(metric: MetricDefinition): Record<string, string> {
  const { service = "", environment = "", pool = "" } = SAMPLE;
  const resource = {
    service_name: service,
    service_instance_id: "host:1",
    deployment_environment_name: environment,
  };
  if (metric.source !== "plimsoll") return resource;
  const server = { server_address: "db", server_port: "5432" };
  return metric.name.startsWith("plimsoll.server.")
    ? { ...resource, ...server }
    : { ...resource, ...server, [prometheusLabel("db.client.connection.pool.name")]: pool };
}

function sample(
  metric: MetricDefinition,
  name: string,
  labels: Readonly<Record<string, string>>,
  seconds: number,
): string[] {
  if (metric.instrument !== "histogram") {
    const isCounter = metric.instrument === "observable-counter";
    return [`${name}${braces(labels)} ${isCounter ? seconds * 0.8 : (GAUGES.get(metric) ?? 2)}`];
  }
  const bounds = [...(metric.buckets ?? HTTP_BUCKETS).map(String), "+Inf"];
  const each = Math.floor(seconds * 3);
  return [
    ...bounds.map(
      (le, index) => `${name}_bucket${braces({ ...labels, le })} ${each * (index + 1)}`,
    ),
    `${name}_sum${braces(labels)} ${each}`,
    `${name}_count${braces(labels)} ${each * bounds.length}`,
  ];
}

function braces(labels: Readonly<Record<string, string>>): string {
  return `{${Object.entries(labels)
    .map(([key, value]) => `${key}="${value}"`)
    .join(",")}}`;
}

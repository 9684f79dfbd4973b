import { ATTRIBUTE } from "./attributes.ts";
import type { MetricDefinition } from "./metric.ts";
import { OWN_POOL_METRICS, type OwnPoolMetric } from "./own-pool-metrics.ts";
import { QUERY_METRICS } from "./query-metrics.ts";
import { SAMPLING_METRICS } from "./sampling-metrics.ts";
import { SEMCONV_POOL_METRICS, type SemconvPoolMetric } from "./semconv-pool-metrics.ts";
import { SERVER_METRICS } from "./server-metrics.ts";

/** Short key of a pool metric. */
export type PoolMetric = SemconvPoolMetric | OwnPoolMetric;

/** Every pool metric, by a short key. All of them carry the pool's identity beside their own attributes. */
export const POOL_METRICS: Readonly<Record<PoolMetric, MetricDefinition>> = {
  ...SEMCONV_POOL_METRICS,
  ...OWN_POOL_METRICS,
};

/** Metrics of upstream instrumentations that dashboards and rules read. */
export const UPSTREAM_METRICS: Readonly<Record<"httpServerRequestDuration", MetricDefinition>> = {
  httpServerRequestDuration: {
    name: "http.server.request.duration",
    instrument: "histogram",
    unit: "s",
    description: "Duration of HTTP requests that the app served.",
    attributes: [
      "http.request.method",
      ATTRIBUTE.httpRoute,
      "http.response.status_code",
      ATTRIBUTE.errorType,
    ],
    source: "@opentelemetry/instrumentation-http",
  },
};

/** The whole catalogue. */
export const METRICS: readonly MetricDefinition[] = [
  ...Object.values(POOL_METRICS),
  ...Object.values(QUERY_METRICS),
  ...Object.values(SERVER_METRICS),
  ...Object.values(SAMPLING_METRICS),
  ...Object.values(UPSTREAM_METRICS),
];

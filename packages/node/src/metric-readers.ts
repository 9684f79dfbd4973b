import type { MetricProducer, MetricReader } from "@opentelemetry/sdk-metrics";
import { RESOURCE_ATTRIBUTE } from "@plimsoll/catalog";
import type { ExportsPlan, MetricsAddress } from "./exports-plan.ts";
import type { LastData } from "./last-data/last-data.ts";
import { createLastMetricsReader } from "./last-data/last-metrics-reader.ts";
import { metricsSerializerOf } from "./last-data/serialize.ts";
import { serveMetrics } from "./metrics-server.ts";
import { createMetricExporter } from "./otlp-exporters.ts";
import { protocolOf } from "./otlp-protocol.ts";
import type { PoolMetricProducer } from "./pool-metric-producer.ts";
import { require } from "./require-here.ts";

type Prometheus = typeof import("@opentelemetry/exporter-prometheus");
type SdkMetrics = typeof import("@opentelemetry/sdk-metrics");

// The SDK's default of 60 s is longer than the time from the first waiter to the first error.
const DEFAULT_INTERVAL_MILLIS = 15_000;

/** One reader for each way that metrics leave the process; each reads a producer of its own beside the SDK's instruments. */
export function createMetricReaders(
  plan: ExportsPlan,
  env: NodeJS.ProcessEnv,
  createProducer: () => PoolMetricProducer,
  lastData: LastData,
): MetricReader[] {
  const readers: MetricReader[] = [];
  if (plan.prometheus !== undefined)
    readers.push(createPrometheusReader(plan.prometheus, createProducer()));
  if (plan.sendsMetrics) readers.push(createOtlpReader(env, createProducer(), lastData));
  if (plan.printsMetrics) readers.push(createConsoleReader(env, createProducer()));
  return readers;
}

function createPrometheusReader(address: MetricsAddress, producer: MetricProducer): MetricReader {
  const { PrometheusExporter } = require("@opentelemetry/exporter-prometheus") as Prometheus;
  const exporter = new PrometheusExporter({
    // Its own server warns of a taken port in words that name neither variable nor remedy.
    preventServerStart: true,
    withResourceConstantLabels: CONSTANT_LABELS,
    metricProducers: [producer],
  });
  serveMetrics(address, (request, response) =>
    exporter.getMetricsRequestHandler(request, response),
  );
  return exporter;
}

function createOtlpReader(
  env: NodeJS.ProcessEnv,
  producer: PoolMetricProducer,
  lastData: LastData,
): MetricReader {
  const protocol = protocolOf(env, "METRICS");
  const { reader, source } = createLastMetricsReader(
    { exporter: createMetricExporter(protocol), ...timing(env) },
    producer,
    metricsSerializerOf(protocol),
  );
  lastData.add(source);
  return reader;
}

function createConsoleReader(env: NodeJS.ProcessEnv, producer: MetricProducer): MetricReader {
  const { ConsoleMetricExporter, PeriodicExportingMetricReader } =
    require("@opentelemetry/sdk-metrics") as SdkMetrics;
  const reader = new PeriodicExportingMetricReader({
    exporter: new ConsoleMetricExporter(),
    metricProducers: [producer],
    ...timing(env),
  });
  // Prints before the microtasks after this event have run, and so keeps nothing alive.
  process.on("beforeExit", () => void reader.forceFlush());
  return reader;
}

function timing(env: NodeJS.ProcessEnv): {
  exportIntervalMillis: number;
  exportTimeoutMillis: number;
} {
  const interval = Number(env["OTEL_METRIC_EXPORT_INTERVAL"] || DEFAULT_INTERVAL_MILLIS);
  const timeout = Number(env["OTEL_METRIC_EXPORT_TIMEOUT"] || interval);
  return { exportIntervalMillis: interval, exportTimeoutMillis: Math.min(timeout, interval) };
}

/** Resource attributes that every Prometheus series carries, so that rules never need a join with `target_info`. */
const CONSTANT_LABELS = new RegExp(
  `^(${Object.values(RESOURCE_ATTRIBUTE)
    .map((name) => name.replaceAll(".", String.raw`\.`))
    .join("|")})$`,
);

import type { MetricProducer, MetricReader, PushMetricExporter } from "@opentelemetry/sdk-metrics";
import { RESOURCE_ATTRIBUTE } from "@plimsoll/catalog";
import type { ExportsPlan } from "./exports-plan.ts";
import { serveMetrics } from "./metrics-server.ts";
import { require } from "./require-here.ts";

type Prometheus = typeof import("@opentelemetry/exporter-prometheus");
type SdkMetrics = typeof import("@opentelemetry/sdk-metrics");
type OtlpProto = typeof import("@opentelemetry/exporter-metrics-otlp-proto");
type OtlpHttp = typeof import("@opentelemetry/exporter-metrics-otlp-http");
type OtlpGrpc = typeof import("@opentelemetry/exporter-metrics-otlp-grpc");

// The SDK's default of 60 s is longer than the time from the first waiter to the first error.
const DEFAULT_INTERVAL_MILLIS = 15_000;

/** One reader for each way that metrics leave the process; each reads a producer of its own beside the SDK's instruments. */
export function createMetricReaders(
  plan: ExportsPlan,
  env: NodeJS.ProcessEnv,
  createProducer: () => MetricProducer,
): MetricReader[] {
  const { ConsoleMetricExporter } = require("@opentelemetry/sdk-metrics") as SdkMetrics;
  const readers: MetricReader[] = [];
  if (plan.prometheus !== undefined)
    readers.push(createPrometheusReader(plan.prometheus, createProducer()));
  if (plan.sendsMetrics)
    readers.push(createPushReader(createOtlpExporter(env), env, createProducer()));
  if (plan.printsMetrics)
    readers.push(createPushReader(new ConsoleMetricExporter(), env, createProducer()));
  return readers;
}

function createPrometheusReader(
  address: { host: string; port: number },
  producer: MetricProducer,
): MetricReader {
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

function createPushReader(
  exporter: PushMetricExporter,
  env: NodeJS.ProcessEnv,
  producer: MetricProducer,
): MetricReader {
  const { PeriodicExportingMetricReader } = require("@opentelemetry/sdk-metrics") as SdkMetrics;
  const interval = Number(env["OTEL_METRIC_EXPORT_INTERVAL"] || DEFAULT_INTERVAL_MILLIS);
  const timeout = Number(env["OTEL_METRIC_EXPORT_TIMEOUT"] || interval);
  return new PeriodicExportingMetricReader({
    exporter,
    metricProducers: [producer],
    exportIntervalMillis: interval,
    exportTimeoutMillis: Math.min(timeout, interval),
  });
}

function createOtlpExporter(env: NodeJS.ProcessEnv): PushMetricExporter {
  const protocol = env["OTEL_EXPORTER_OTLP_METRICS_PROTOCOL"] || env["OTEL_EXPORTER_OTLP_PROTOCOL"];
  switch (protocol) {
    case "grpc": {
      const { OTLPMetricExporter } =
        require("@opentelemetry/exporter-metrics-otlp-grpc") as OtlpGrpc;
      return new OTLPMetricExporter();
    }
    case "http/json": {
      const { OTLPMetricExporter } =
        require("@opentelemetry/exporter-metrics-otlp-http") as OtlpHttp;
      return new OTLPMetricExporter();
    }
    default: {
      const { OTLPMetricExporter } =
        require("@opentelemetry/exporter-metrics-otlp-proto") as OtlpProto;
      return new OTLPMetricExporter();
    }
  }
}

/** Resource attributes that every Prometheus series carries, so that rules never need a join with `target_info`. */
const CONSTANT_LABELS = new RegExp(
  `^(${Object.values(RESOURCE_ATTRIBUTE)
    .map((name) => name.replaceAll(".", String.raw`\.`))
    .join("|")})$`,
);

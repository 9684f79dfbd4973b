import { createRequire } from "node:module";
import type { SpanExporter, SpanProcessor } from "@opentelemetry/sdk-trace";

const require = createRequire(import.meta.url);

type SdkNode = typeof import("@opentelemetry/sdk-node");
type Prometheus = typeof import("@opentelemetry/exporter-prometheus");
type Core = typeof import("@opentelemetry/core");
type SdkTrace = typeof import("@opentelemetry/sdk-trace");
type InstrumentationPool = typeof import("@plimsoll/instrumentation-pool");
type InstrumentationPg = typeof import("@opentelemetry/instrumentation-pg");

/** What a process sets up before pg is loaded. */
export const VARIANTS: Readonly<Record<string, () => void>> = {
  "bare pg": () => undefined,
  "plimsoll, metrics": () => {
    process.env["OTEL_EXPORTER_PROMETHEUS_PORT"] = "0";
    require("@plimsoll/node");
  },
  "instrumentation-pg, metrics": () => startUpstream([], true),
  "plimsoll, traces and metrics": () => startOwn([discardSpans()]),
  "instrumentation-pg, traces and metrics": () => startUpstream([discardSpans()], false),
  "the same without connect spans": () => startUpstream([discardSpans()], true),
};

/** Every span is sampled, batched and thrown away. */
function discardSpans(): SpanProcessor {
  const { BatchSpanProcessor } = require("@opentelemetry/sdk-trace") as SdkTrace;
  const { ExportResultCode } = require("@opentelemetry/core") as Core;
  const exporter: SpanExporter = {
    export: (_spans, callback) => callback({ code: ExportResultCode.SUCCESS }),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  return new BatchSpanProcessor({ exporter });
}

/** Our instrumentations as the one import has them, in an SDK whose spans go nowhere. */
function startOwn(spanProcessors: SpanProcessor[]): void {
  const { NodeSDK } = require("@opentelemetry/sdk-node") as SdkNode;
  const { PoolInstrumentation, QueryInstrumentation } =
    require("@plimsoll/instrumentation-pool") as InstrumentationPool;
  new NodeSDK({
    spanProcessors,
    logRecordProcessors: [],
    metricReaders: [],
    instrumentations: [new PoolInstrumentation({ usesMeter: false }), new QueryInstrumentation()],
  }).start();
}

/** instrumentation-pg in an SDK that reads its metrics. */
function startUpstream(spanProcessors: SpanProcessor[], ignoreConnectSpans: boolean): void {
  const { NodeSDK } = require("@opentelemetry/sdk-node") as SdkNode;
  const { PrometheusExporter } = require("@opentelemetry/exporter-prometheus") as Prometheus;
  const { PgInstrumentation } = require("@opentelemetry/instrumentation-pg") as InstrumentationPg;
  new NodeSDK({
    spanProcessors,
    logRecordProcessors: [],
    metricReaders: [new PrometheusExporter({ preventServerStart: true })],
    instrumentations: [new PgInstrumentation({ ignoreConnectSpans })],
  }).start();
}

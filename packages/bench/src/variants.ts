import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

type SdkNode = typeof import("@opentelemetry/sdk-node");
type Prometheus = typeof import("@opentelemetry/exporter-prometheus");
type InstrumentationPg = typeof import("@opentelemetry/instrumentation-pg");

/** What a process sets up before pg is loaded. */
export const VARIANTS: Readonly<Record<string, () => void>> = {
  "bare pg": () => undefined,
  "plimsoll, metrics": () => {
    process.env["OTEL_EXPORTER_PROMETHEUS_PORT"] = "0";
    require("@plimsoll/node");
  },
  "instrumentation-pg, metrics": () => startUpstream([]),
};

/** instrumentation-pg as a team sets it up that wants metrics from it: no span goes anywhere, connect spans are off. */
function startUpstream(spanProcessors: []): void {
  const { NodeSDK } = require("@opentelemetry/sdk-node") as SdkNode;
  const { PrometheusExporter } = require("@opentelemetry/exporter-prometheus") as Prometheus;
  const { PgInstrumentation } = require("@opentelemetry/instrumentation-pg") as InstrumentationPg;
  new NodeSDK({
    spanProcessors,
    logRecordProcessors: [],
    metricReaders: [new PrometheusExporter({ preventServerStart: true })],
    instrumentations: [new PgInstrumentation({ ignoreConnectSpans: true })],
  }).start();
}

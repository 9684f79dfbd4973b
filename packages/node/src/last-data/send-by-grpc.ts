import {
  convertLegacyOtlpGrpcOptions,
  createOtlpGrpcExportDelegate,
} from "@opentelemetry/otlp-grpc-exporter-base";
import type { Signal } from "../otlp-protocol.ts";

// Source: https://opentelemetry.io/docs/specs/otlp/
const SERVICES: Readonly<Record<Signal, string>> = {
  LOGS: "logs.v1.LogsService",
  METRICS: "metrics.v1.MetricsService",
  TRACES: "trace.v1.TraceService",
};

/** Sends one body by upstream's client, which asks the standard variables where to. Fails at once when nobody listens there. */
export async function sendByGrpc(
  signal: Signal,
  body: Uint8Array,
  timeoutMillis: number,
): Promise<void> {
  const delegate = createOtlpGrpcExportDelegate<Uint8Array, unknown>(
    convertLegacyOtlpGrpcOptions({ timeoutMillis }, signal),
    { serializeRequest: (bytes) => bytes, deserializeResponse: () => ({}) },
    "otlp_grpc_exporter",
    { name: "span", countItems: () => 1 },
    undefined,
    "ExportService",
    `/opentelemetry.proto.collector.${SERVICES[signal]}/Export`,
  );
  return new Promise((resolve, reject) => {
    delegate.export(body, ({ error }) => {
      // otlp-exporter-base 0.300.0 otlp-export-delegate.mjs gives every failure an error.
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}

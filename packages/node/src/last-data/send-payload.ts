import { gzipSync } from "node:zlib";
import { convertLegacyHttpOptions } from "@opentelemetry/otlp-exporter-base/node-http";
import { protocolOf, type Signal } from "../otlp-protocol.ts";
import type { Payload } from "./send-and-wait.ts";

// Source: https://opentelemetry.io/docs/specs/otlp/
const PATHS: Readonly<Record<Signal, { readonly http: string; readonly grpc: string }>> = {
  LOGS: { http: "v1/logs", grpc: "logs.v1.LogsService" },
  METRICS: { http: "v1/metrics", grpc: "metrics.v1.MetricsService" },
  TRACES: { http: "v1/traces", grpc: "trace.v1.TraceService" },
};

/**
 * Sends one body to where the standard variables say, once. Address, headers, certificates and compression are those that upstream's exporters read;
 * not their transport for HTTP, which waits a second and tries again (otlp-exporter-base 0.300.0 retrying-transport.mjs:33), and holds up the exit of
 * an app whose collector is away.
 */
export async function sendPayload(payload: Payload, timeoutMillis: number): Promise<void> {
  const protocol = protocolOf(process.env, payload.signal);
  if (protocol === "grpc") return sendByGrpc(payload, timeoutMillis);
  const type = protocol === "http/json" ? "application/json" : "application/x-protobuf";
  return post(payload, type, timeoutMillis);
}

async function post({ signal, body }: Payload, type: string, timeoutMillis: number): Promise<void> {
  const options = convertLegacyHttpOptions({}, signal, PATHS[signal].http, {
    "Content-Type": type,
  });
  const url = new URL(options.url);
  const isZipped = options.compression === "gzip";
  const agent = await options.agentFactory(url.protocol);
  const headers = {
    ...(await options.headers()),
    ...(isZipped ? { "Content-Encoding": "gzip" } : {}),
  };
  const { request } = await (url.protocol === "http:" ? import("node:http") : import("node:https"));
  return new Promise((resolve, reject) => {
    const signalOfEnd = AbortSignal.timeout(timeoutMillis);
    const sent = request(
      url,
      { method: "POST", headers, agent, signal: signalOfEnd },
      (response) => {
        response.resume();
        const { statusCode = 0 } = response;
        if (statusCode < 300) resolve();
        else reject(new Error(`status ${statusCode}`));
      },
    );
    sent.on("error", reject);
    sent.end(isZipped ? gzipSync(body) : body);
  });
}

async function sendByGrpc({ signal, body }: Payload, timeoutMillis: number): Promise<void> {
  const { convertLegacyOtlpGrpcOptions, createOtlpGrpcExportDelegate } =
    await import("@opentelemetry/otlp-grpc-exporter-base");
  const delegate = createOtlpGrpcExportDelegate<Uint8Array, unknown>(
    convertLegacyOtlpGrpcOptions({ timeoutMillis }, signal),
    { serializeRequest: (bytes) => bytes, deserializeResponse: () => ({}) },
    "otlp_grpc_exporter",
    { name: "span", countItems: () => 1 },
    undefined,
    "ExportService",
    `/opentelemetry.proto.collector.${PATHS[signal].grpc}/Export`,
  );
  return new Promise((resolve, reject) => {
    delegate.export(body, ({ error }) => {
      // otlp-exporter-base 0.300.0 otlp-export-delegate.mjs gives every failure an error.
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}

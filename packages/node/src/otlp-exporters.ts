import type { PushMetricExporter } from "@opentelemetry/sdk-metrics";
import type { LogRecordExporter } from "@opentelemetry/sdk-logs";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import type { OtlpProtocol } from "./otlp-protocol.ts";
import { require } from "./require-here.ts";

type LogsGrpc = typeof import("@opentelemetry/exporter-logs-otlp-grpc");
type LogsHttp = typeof import("@opentelemetry/exporter-logs-otlp-http");
type LogsProto = typeof import("@opentelemetry/exporter-logs-otlp-proto");
type MetricsGrpc = typeof import("@opentelemetry/exporter-metrics-otlp-grpc");
type MetricsHttp = typeof import("@opentelemetry/exporter-metrics-otlp-http");
type MetricsProto = typeof import("@opentelemetry/exporter-metrics-otlp-proto");
type TraceGrpc = typeof import("@opentelemetry/exporter-trace-otlp-grpc");
type TraceHttp = typeof import("@opentelemetry/exporter-trace-otlp-http");
type TraceProto = typeof import("@opentelemetry/exporter-trace-otlp-proto");

// Only the one that is used is loaded: gRPC alone takes a tenth of a second.

/** Sends spans; address, headers and certificates are the standard variables'. */
export function createSpanExporter(protocol: OtlpProtocol): SpanExporter {
  switch (protocol) {
    case "grpc": {
      const { OTLPTraceExporter } = require("@opentelemetry/exporter-trace-otlp-grpc") as TraceGrpc;
      return new OTLPTraceExporter();
    }
    case "http/json": {
      const { OTLPTraceExporter } = require("@opentelemetry/exporter-trace-otlp-http") as TraceHttp;
      return new OTLPTraceExporter();
    }
    default: {
      const { OTLPTraceExporter } =
        require("@opentelemetry/exporter-trace-otlp-proto") as TraceProto;
      return new OTLPTraceExporter();
    }
  }
}

/** Sends log records; address, headers and certificates are the standard variables'. */
export function createLogExporter(protocol: OtlpProtocol): LogRecordExporter {
  switch (protocol) {
    case "grpc": {
      const { OTLPLogExporter } = require("@opentelemetry/exporter-logs-otlp-grpc") as LogsGrpc;
      return new OTLPLogExporter();
    }
    case "http/json": {
      const { OTLPLogExporter } = require("@opentelemetry/exporter-logs-otlp-http") as LogsHttp;
      return new OTLPLogExporter();
    }
    default: {
      const { OTLPLogExporter } = require("@opentelemetry/exporter-logs-otlp-proto") as LogsProto;
      return new OTLPLogExporter();
    }
  }
}

/** Sends metrics; address, headers and certificates are the standard variables'. */
export function createMetricExporter(protocol: OtlpProtocol): PushMetricExporter {
  switch (protocol) {
    case "grpc": {
      const { OTLPMetricExporter } =
        require("@opentelemetry/exporter-metrics-otlp-grpc") as MetricsGrpc;
      return new OTLPMetricExporter();
    }
    case "http/json": {
      const { OTLPMetricExporter } =
        require("@opentelemetry/exporter-metrics-otlp-http") as MetricsHttp;
      return new OTLPMetricExporter();
    }
    default: {
      const { OTLPMetricExporter } =
        require("@opentelemetry/exporter-metrics-otlp-proto") as MetricsProto;
      return new OTLPMetricExporter();
    }
  }
}

import { createRequire } from "node:module";
import type { SpanExporter, SpanProcessor } from "@opentelemetry/sdk-trace";

const require = createRequire(import.meta.url);

type SdkTrace = typeof import("@opentelemetry/sdk-trace");
type OtlpProto = typeof import("@opentelemetry/exporter-trace-otlp-proto");
type OtlpHttp = typeof import("@opentelemetry/exporter-trace-otlp-http");
type OtlpGrpc = typeof import("@opentelemetry/exporter-trace-otlp-grpc");

/** The processors that `OTEL_TRACES_EXPORTER` asks for, as sdk-node 0.300.0 utils.mjs:64 makes them, which does not export it. */
export function createSpanProcessors(env: NodeJS.ProcessEnv): SpanProcessor[] {
  const names = (env["OTEL_TRACES_EXPORTER"] || "otlp").split(",").map((name) => name.trim());
  return [...new Set(names)].map((name) =>
    name === "console" ? createConsoleProcessor() : createBatchProcessor(env),
  );
}

function createConsoleProcessor(): SpanProcessor {
  const { ConsoleSpanExporter, SimpleSpanProcessor } =
    require("@opentelemetry/sdk-trace") as SdkTrace;
  return new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() });
}

function createBatchProcessor(env: NodeJS.ProcessEnv): SpanProcessor {
  const { BatchSpanProcessor } = require("@opentelemetry/sdk-trace") as SdkTrace;
  return new BatchSpanProcessor({
    exporter: createOtlpExporter(env),
    ...numberOption("maxQueueSize", env["OTEL_BSP_MAX_QUEUE_SIZE"]),
    ...numberOption("scheduledDelayMillis", env["OTEL_BSP_SCHEDULE_DELAY"]),
    ...numberOption("exportTimeoutMillis", env["OTEL_BSP_EXPORT_TIMEOUT"]),
    ...numberOption("maxExportBatchSize", env["OTEL_BSP_MAX_EXPORT_BATCH_SIZE"]),
  });
}

function numberOption<Name extends string>(
  name: Name,
  value: string | undefined,
): { [name in Name]?: number } {
  return value ? ({ [name]: Number(value) } as { [name in Name]: number }) : {};
}

function createOtlpExporter(env: NodeJS.ProcessEnv): SpanExporter {
  const protocol = env["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"] || env["OTEL_EXPORTER_OTLP_PROTOCOL"];
  switch (protocol) {
    case "grpc": {
      const { OTLPTraceExporter } = require("@opentelemetry/exporter-trace-otlp-grpc") as OtlpGrpc;
      return new OTLPTraceExporter();
    }
    case "http/json": {
      const { OTLPTraceExporter } = require("@opentelemetry/exporter-trace-otlp-http") as OtlpHttp;
      return new OTLPTraceExporter();
    }
    default: {
      const { OTLPTraceExporter } =
        require("@opentelemetry/exporter-trace-otlp-proto") as OtlpProto;
      return new OTLPTraceExporter();
    }
  }
}

import type { Instrumentation } from "@opentelemetry/instrumentation";
import { createPinoTraceIds } from "./pino-trace-ids.ts";
import { require } from "../require-here.ts";

type Pino = typeof import("@opentelemetry/instrumentation-pino");
type Winston = typeof import("@opentelemetry/instrumentation-winston");

/**
 * Gives the records of pino and winston `trace_id`, `span_id` and `trace_flags`. They are sent nowhere unless `OTEL_LOGS_EXPORTER` asks for it by name:
 * an endpoint for traces is no consent to send an app's log, which may hold anything.
 */
export function createLogInstrumentations(env: NodeJS.ProcessEnv): Instrumentation[] {
  const { WinstonInstrumentation } = require("@opentelemetry/instrumentation-winston") as Winston;
  const isSent = asksForLogs(env["OTEL_LOGS_EXPORTER"]);
  return [
    createPinoTraceIds(),
    ...(isSent ? [createPinoSending()] : []),
    new WinstonInstrumentation({ disableLogSending: !isSent }),
  ];
}

function createPinoSending(): Instrumentation {
  const { PinoInstrumentation } = require("@opentelemetry/instrumentation-pino") as Pino;
  return new PinoInstrumentation({ disableLogCorrelation: true });
}

function asksForLogs(exporters: string | undefined): boolean {
  return Boolean(exporters) && !exporters?.split(",").some((name) => name.trim() === "none");
}

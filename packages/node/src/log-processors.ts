import type { LogRecordProcessor } from "@opentelemetry/sdk-logs";
import { batchSettings } from "./batch-settings.ts";
import type { ExportsPlan } from "./exports-plan.ts";
import { keepLogs } from "./last-data/kept-logs.ts";
import type { LastData } from "./last-data/last-data.ts";
import { serializerOf } from "./last-data/serialize.ts";
import { createLogExporter } from "./otlp-exporters.ts";
import { protocolOf } from "./otlp-protocol.ts";
import { require } from "./require-here.ts";

type SdkLogs = typeof import("@opentelemetry/sdk-logs");

/** One processor for each way that log records leave the process. */
export function createLogProcessors(
  plan: ExportsPlan,
  env: NodeJS.ProcessEnv,
  lastData: LastData,
): LogRecordProcessor[] {
  const { BatchLogRecordProcessor, ConsoleLogRecordExporter, SimpleLogRecordProcessor } =
    require("@opentelemetry/sdk-logs") as SdkLogs;
  const processors: LogRecordProcessor[] = [];
  if (plan.sendsLogs) {
    const protocol = protocolOf(env, "LOGS");
    const settings = batchSettings(env, "BLRP");
    const { processor, source } = keepLogs(
      createLogExporter(protocol),
      (exporter) => new BatchLogRecordProcessor({ ...settings, exporter }),
      settings.maxQueueSize,
      serializerOf("Logs", protocol),
    );
    lastData.add(source);
    processors.push(processor);
  }
  if (plan.printsLogs)
    processors.push(new SimpleLogRecordProcessor({ exporter: new ConsoleLogRecordExporter() }));
  return processors;
}

import type { SpanProcessor } from "@opentelemetry/sdk-trace";
import { batchSettings } from "./batch-settings.ts";
import type { ExportsPlan } from "./exports-plan.ts";
import { keepSpans } from "./last-data/kept-spans.ts";
import type { LastData } from "./last-data/last-data.ts";
import { serializerOf } from "./last-data/serialize.ts";
import { createSpanExporter } from "./otlp-exporters.ts";
import { protocolOf } from "./otlp-protocol.ts";
import { require } from "./require-here.ts";

type SdkTrace = typeof import("@opentelemetry/sdk-trace");

/** One processor for each way that spans leave the process. */
export function createSpanProcessors(
  plan: ExportsPlan,
  env: NodeJS.ProcessEnv,
  lastData: LastData,
): SpanProcessor[] {
  const { BatchSpanProcessor, ConsoleSpanExporter, SimpleSpanProcessor } =
    require("@opentelemetry/sdk-trace") as SdkTrace;
  const processors: SpanProcessor[] = [];
  if (plan.sendsTraces) {
    const protocol = protocolOf(env, "TRACES");
    const settings = batchSettings(env, "BSP");
    const { processor, source } = keepSpans(
      createSpanExporter(protocol),
      (exporter) => new BatchSpanProcessor({ ...settings, exporter }),
      settings.maxQueueSize,
      serializerOf("Trace", protocol),
    );
    lastData.add(source);
    processors.push(processor);
  }
  if (plan.printsTraces)
    processors.push(new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() }));
  return processors;
}

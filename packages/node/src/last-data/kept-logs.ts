import type {
  LogRecordExporter,
  LogRecordProcessor,
  ReadableLogRecord,
} from "@opentelemetry/sdk-logs";
import { keepUntilSent } from "./keep-until-sent.ts";
import { KeptItems } from "./kept-items.ts";
import type { LastSource } from "./last-source.ts";
import { inBatches, type Serializer } from "./serialize.ts";

/**
 * A log processor as `batch` makes it, and the records that it has not sent yet as a source of last data.
 *
 * @param batch - Makes the processor that sends through the exporter that it is given.
 * @param limit - How many records that processor queues.
 */
export function keepLogs(
  exporter: LogRecordExporter,
  batch: (exporter: LogRecordExporter) => LogRecordProcessor,
  limit: number,
  serialize: Serializer<ReadableLogRecord>,
): { readonly processor: LogRecordProcessor; readonly source: LastSource } {
  const kept = new KeptItems<ReadableLogRecord>(limit);
  const inner = batch(keepUntilSent(exporter, kept));
  const processor: LogRecordProcessor = {
    onEmit: (record, context) => {
      kept.add(record);
      inner.onEmit(record, context);
    },
    forceFlush: (options) => inner.forceFlush(options),
    shutdown: () => {
      kept.close();
      return inner.shutdown();
    },
  };
  return {
    processor,
    source: { signal: "LOGS", take: () => inBatches(kept.takeAll(), serialize) },
  };
}

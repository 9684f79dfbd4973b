import type { SpanExporter } from "@opentelemetry/sdk-trace";
import type { KeptItems } from "./kept-items.ts";

type Done = Parameters<SpanExporter["export"]>[1];

/** The shape that exporters of spans and of log records share. */
interface Exporter<T> {
  export(items: T[], done: Done): void;
  shutdown(): Promise<void>;
  forceFlush?(): Promise<void>;
}

/** `exporter`, which tells `kept` of each batch that it begins and ends to send. */
export function keepUntilSent<T>(exporter: Exporter<T>, kept: KeptItems<T>): Required<Exporter<T>> {
  return {
    export: (items, done) => {
      kept.startSending(items);
      exporter.export(items, (result) => {
        kept.finishSending(items);
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}

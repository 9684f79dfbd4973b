import type {
  MetricReader,
  PeriodicExportingMetricReaderOptions,
  ResourceMetrics,
} from "@opentelemetry/sdk-metrics";
import type { PoolMetricProducer } from "../pool-metric-producer.ts";
import type { LastSource } from "./last-source.ts";
import { require } from "../require-here.ts";

type SdkMetrics = typeof import("@opentelemetry/sdk-metrics");
type Options = Omit<PeriodicExportingMetricReaderOptions, "metricProducers">;
type Serialize = (metrics: ResourceMetrics) => Uint8Array | undefined;

/**
 * A periodic reader, and what it would report now as a source of last data. Instruments of the SDK can be read only over some turns of the microtask
 * queue: where there are none, at `process.exit()` and at a crash, the last data is that of the pools alone.
 */
export function createLastMetricsReader(
  options: Options,
  producer: PoolMetricProducer,
  serialize: Serialize,
): { readonly reader: MetricReader; readonly source: LastSource } {
  const reader = createReader(options, producer);
  let prepared: ResourceMetrics | undefined;
  const source: LastSource = {
    signal: "METRICS",
    prepare: async () => {
      if (!reader.isStopped) prepared = (await reader.collect()).resourceMetrics;
    },
    take: () => {
      const metrics = reader.isStopped ? undefined : (prepared ?? reader.ofPoolsNow());
      prepared = undefined;
      const body = metrics && serialize(metrics);
      return body === undefined ? [] : [body];
    },
    resume: () => {
      // With delta temporality what was read is not read again.
      if (prepared !== undefined) options.exporter.export(prepared, () => undefined);
      prepared = undefined;
    },
  };
  return { reader, source };
}

interface Reader extends MetricReader {
  readonly isStopped: boolean;
  ofPoolsNow(): ResourceMetrics | undefined;
}

function createReader(options: Options, producer: PoolMetricProducer): Reader {
  const { PeriodicExportingMetricReader } = require("@opentelemetry/sdk-metrics") as SdkMetrics;
  class LastMetricsReader extends PeriodicExportingMetricReader implements Reader {
    #resource: ResourceMetrics["resource"] | undefined;
    isStopped = false;

    ofPoolsNow(): ResourceMetrics | undefined {
      return this.#resource && { resource: this.#resource, scopeMetrics: producer.read() };
    }
    override async collect(...args: Parameters<MetricReader["collect"]>) {
      const result = await super.collect(...args);
      this.#resource = result.resourceMetrics.resource;
      return result;
    }
    protected override onInitialized(): void {
      super.onInitialized();
      // Nothing is measured yet: this is for the resource, so that a process that dies early can name itself.
      void this.collect();
    }
    protected override async onShutdown(): Promise<void> {
      await super.onShutdown();
      this.isStopped = true;
    }
  }
  return new LastMetricsReader({ ...options, metricProducers: [producer] });
}

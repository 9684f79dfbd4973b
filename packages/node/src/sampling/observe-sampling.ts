import { metrics } from "@opentelemetry/api";
import { ATTRIBUTE, type MetricDefinition, SAMPLING_METRICS } from "@plimsoll/catalog";
import type { SamplingCounts } from "./open-traces.ts";

const METER = "@plimsoll/node";

/** Reports `counts` through the global MeterProvider, which must be set by now: a meter got earlier stays a no-op for good. */
export function observeSampling(counts: SamplingCounts): void {
  observe(SAMPLING_METRICS.keptTraces, counts.kept);
  observe(SAMPLING_METRICS.lostTraces, counts.lost);
  const { name, description, unit } = SAMPLING_METRICS.lostSpans;
  metrics
    .getMeter(METER)
    .createObservableCounter(name, { description, unit })
    .addCallback((result) => result.observe(counts.lostSpans));
}

function observe(
  { name, description, unit }: MetricDefinition,
  byReason: Readonly<Record<string, number>>,
): void {
  metrics
    .getMeter(METER)
    .createObservableCounter(name, { description, unit })
    .addCallback((result) => {
      for (const [reason, value] of Object.entries(byReason))
        result.observe(value, { [ATTRIBUTE.reason]: reason });
    });
}

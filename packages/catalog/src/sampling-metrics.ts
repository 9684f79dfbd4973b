import { ATTRIBUTE } from "./attributes.ts";
import type { MetricDefinition } from "./metric.ts";

/** Short key of a metric of the sampling of traces. */
export type SamplingMetric = "keptTraces" | "lostTraces" | "lostSpans";

/**
 * Why a trace that the ratio dropped was not kept although it may have been worth it: `rate` too many were kept in this second · `room` too many
 * traces were open when it began · `age` it was open for too long.
 */
export const LOST_REASONS = ["rate", "room", "age"] as const;
export type LostReason = (typeof LOST_REASONS)[number];

function counter(
  name: string,
  unit: string,
  description: string,
  attributes: readonly string[] = [],
): MetricDefinition {
  return {
    name: `plimsoll.sampling.${name}`,
    instrument: "observable-counter",
    unit,
    description,
    attributes,
    source: "plimsoll",
  };
}

/** Every metric of the sampling of traces, by a short key. They are of the process: they carry no pool's identity. */
export const SAMPLING_METRICS: Readonly<Record<SamplingMetric, MetricDefinition>> = {
  keptTraces: counter(
    "kept_traces",
    "{trace}",
    "Traces that the sampler's ratio had dropped and that were kept all the same, by the first reason that was seen: a wait for a connection, a failed span, or a slow request.",
    [ATTRIBUTE.reason],
  ),
  lostTraces: counter(
    "lost_traces",
    "{trace}",
    "Traces that the ratio had dropped and that were not kept for a bound. Reason rate: too many were kept in this second; room: too many traces were open; age: open for too long.",
    [ATTRIBUTE.reason],
  ),
  lostSpans: counter(
    "lost_spans",
    "{span}",
    "Spans that a kept trace lacks, or would lack, because it had too many of them or the buffer was full.",
  ),
};

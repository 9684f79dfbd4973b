import { type Attributes, type HrTime, ValueType } from "@opentelemetry/api";
import type { MetricData } from "@opentelemetry/sdk-metrics";
import { SERVER_METRICS, type ServerMetric } from "@plimsoll/catalog";
import { observeServers, type ServerProbes } from "@plimsoll/pool-observer";
import { hrTimeNow } from "./hr-time-now.ts";
import { require } from "./require-here.ts";

type SdkMetrics = typeof import("@opentelemetry/sdk-metrics");

interface Point {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly attributes: Attributes;
  readonly value: number;
}

/** What the probes have to say now, for a reader of ours: what they do not know has no point. */
export function collectServerMetrics(probes: ServerProbes): MetricData[] {
  const { AggregationTemporality, DataPointType } =
    require("@opentelemetry/sdk-metrics") as SdkMetrics;
  const points = new Map<ServerMetric, Point[]>();
  const time = hrTimeNow();
  observeServers(probes, (metric, value, attributes) => {
    const point = { startTime: time, endTime: time, attributes, value };
    const known = points.get(metric);
    if (known === undefined) points.set(metric, [point]);
    else known.push(point);
  });
  return [...points].map(([metric, dataPoints]): MetricData => {
    const { name, description, unit } = SERVER_METRICS[metric];
    return {
      descriptor: { name, description, unit, valueType: ValueType.DOUBLE },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
      dataPointType: DataPointType.GAUGE,
      dataPoints,
    };
  });
}

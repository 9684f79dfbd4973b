import { type HrTime, ValueType } from "@opentelemetry/api";
import type { MetricData, MetricProducer, ScopeMetrics } from "@opentelemetry/sdk-metrics";
import {
  type MetricDefinition,
  POOL_METRICS,
  type PoolMetric,
  QUERY_METRICS,
  SCOPE_NAME,
} from "@plimsoll/catalog";
import {
  type HistogramReading,
  observeNumbers,
  type PeakReader,
  type PoolReading,
  type PoolRegistry,
  type PoolTracker,
  type ServerProbes,
} from "@plimsoll/pool-observer";
import { hrTimeNow } from "./hr-time-now.ts";
import { collectServerMetrics } from "./server-metric-data.ts";
import { require } from "./require-here.ts";

type SdkMetrics = typeof import("@opentelemetry/sdk-metrics");
type Resources = typeof import("@opentelemetry/resources");

// The name under which a team's own SDK sees the same metrics.
const SCOPE = { name: SCOPE_NAME };

const HISTOGRAMS: readonly (keyof PoolReading["durations"])[] = [
  "waitTime",
  "useTime",
  "parkedTime",
  "createTime",
];

/** A producer that can be read at once too, for the moment when the process has no turn left. */
export interface PoolMetricProducer extends MetricProducer {
  read(): ScopeMetrics[];
}

/**
 * Hands the registry's numbers to a reader of ours as they stand. Instruments of the metrics API would sort and serialise the attributes of every
 * finished wait and hold; and they would report an ended pool for ever, while here it leaves.
 */
export function createPoolMetricProducer(
  registry: PoolRegistry,
  probes: ServerProbes,
): PoolMetricProducer {
  const { emptyResource } = require("@opentelemetry/resources") as Resources;
  const startTime = hrTimeNow();
  // Peaks are since this reader's last collection.
  const reader = {};
  const read = (): ScopeMetrics[] => [
    {
      scope: SCOPE,
      metrics: [
        ...collectMetrics(registry, reader, startTime),
        ...collectQueryMetrics(registry, startTime),
        ...collectServerMetrics(probes),
      ],
    },
  ];
  return {
    read,
    collect: async () => ({
      // A reader takes the resource from the SDK's own collection.
      resourceMetrics: { resource: emptyResource(), scopeMetrics: read() },
      errors: [],
    }),
  };
}

/** Durations of queries; their attributes are their own. */
function collectQueryMetrics(registry: PoolRegistry, startTime: HrTime): MetricData[] {
  const { AggregationTemporality, DataPointType } =
    require("@opentelemetry/sdk-metrics") as SdkMetrics;
  const endTime = hrTimeNow();
  const dataPoints = registry.readQueries().map((reading) => ({ startTime, endTime, ...reading }));
  if (dataPoints.length === 0) return [];
  return [
    {
      descriptor: describe(QUERY_METRICS.operationDuration),
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
      dataPointType: DataPointType.HISTOGRAM,
      dataPoints,
    },
  ];
}

interface Point<T> {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly attributes: PoolTracker["attributes"];
  readonly value: T;
}

interface Points {
  readonly numbers: Map<PoolMetric, Point<number>[]>;
  readonly histograms: Map<PoolMetric, Point<HistogramReading>[]>;
}

function collectMetrics(
  registry: PoolRegistry,
  reader: PeakReader,
  startTime: HrTime,
): MetricData[] {
  const points: Points = { numbers: new Map(), histograms: new Map() };
  const endTime = hrTimeNow();
  for (const tracker of registry.trackers()) {
    const { attributes } = tracker;
    const reading = tracker.read(reader);
    observeNumbers(tracker, reading, (metric, value, own) => {
      const all = own === undefined ? attributes : { ...attributes, ...own };
      append(points.numbers, metric, { startTime, endTime, attributes: all, value });
    });
    for (const metric of HISTOGRAMS) {
      const value = reading.durations[metric];
      append(points.histograms, metric, { startTime, endTime, attributes, value });
    }
  }
  return toMetricData(points);
}

function append<T>(points: Map<PoolMetric, Point<T>[]>, metric: PoolMetric, point: Point<T>): void {
  const known = points.get(metric);
  if (known === undefined) points.set(metric, [point]);
  else known.push(point);
}

function toMetricData({ numbers, histograms }: Points): MetricData[] {
  const { AggregationTemporality, DataPointType } =
    require("@opentelemetry/sdk-metrics") as SdkMetrics;
  const aggregationTemporality = AggregationTemporality.CUMULATIVE;
  const base = (metric: PoolMetric) => ({
    descriptor: describe(POOL_METRICS[metric]),
    aggregationTemporality,
  });
  const sums = [...numbers].map(([metric, dataPoints]): MetricData => {
    const { instrument } = POOL_METRICS[metric];
    return instrument === "observable-gauge"
      ? { ...base(metric), dataPointType: DataPointType.GAUGE, dataPoints }
      : {
          ...base(metric),
          dataPointType: DataPointType.SUM,
          isMonotonic: instrument === "observable-counter",
          dataPoints,
        };
  });
  const distributions = [...histograms].map(([metric, dataPoints]): MetricData => ({
    ...base(metric),
    dataPointType: DataPointType.HISTOGRAM,
    dataPoints,
  }));
  return [...sums, ...distributions];
}

function describe({ name, description, unit }: MetricDefinition): MetricData["descriptor"] {
  return { name, description, unit, valueType: ValueType.DOUBLE };
}

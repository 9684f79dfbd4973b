import { POOL_METRICS } from "@plimsoll/catalog";
import {
  AggregationTemporality,
  type DataPoint,
  MeterProvider,
  MetricReader,
} from "@opentelemetry/sdk-metrics";
import t from "tap";
import { reportPools } from "../src/index.ts";
import { fakePool, hold } from "./fake-pool.ts";

class ManualReader extends MetricReader {
  constructor() {
    super({ aggregationTemporalitySelector: () => AggregationTemporality.CUMULATIVE });
  }
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

interface Reported {
  readonly unit: string;
  readonly points: DataPoint<unknown>[];
}

async function collect(reader: MetricReader): Promise<Map<string, Reported>> {
  const { resourceMetrics, errors } = await reader.collect();
  if (errors.length > 0) throw errors[0];
  return new Map(
    resourceMetrics.scopeMetrics.flatMap(({ metrics }) =>
      metrics.map((m) => [m.descriptor.name, { unit: m.descriptor.unit, points: m.dataPoints }]),
    ),
  );
}

t.test("every pool metric of the catalogue is reported with its unit, and no other", async (t) => {
  const { registry, tracker, wait } = fakePool();
  const reader = new ManualReader();
  reportPools(registry, new MeterProvider({ readers: [reader] }).getMeter("test"));
  tracker.connectSucceeded(tracker.connectStarted());
  const connection = hold(tracker);
  wait(1);
  tracker.released(connection);
  const reported = await collect(reader);
  const wanted = Object.values(POOL_METRICS);
  t.same([...reported.keys()].toSorted(), wanted.map((m) => m.name).toSorted());
  for (const metric of wanted) t.equal(reported.get(metric.name)?.unit, metric.unit, metric.name);
});

t.test(
  "every point carries the pool's identity and exactly the metric's own attributes",
  async (t) => {
    const { registry, tracker } = fakePool();
    const reader = new ManualReader();
    reportPools(registry, new MeterProvider({ readers: [reader] }).getMeter("test"));
    tracker.released(hold(tracker));
    const reported = await collect(reader);
    const identity = Object.keys(tracker.attributes);
    for (const metric of Object.values(POOL_METRICS)) {
      for (const point of reported.get(metric.name)?.points ?? []) {
        t.same(
          Object.keys(point.attributes).toSorted(),
          [...identity, ...metric.attributes].toSorted(),
          metric.name,
        );
      }
    }
  },
);

t.test("histograms have the catalogue's buckets", async (t) => {
  const { registry, tracker } = fakePool();
  const reader = new ManualReader();
  reportPools(registry, new MeterProvider({ readers: [reader] }).getMeter("test"));
  tracker.released(hold(tracker));
  const [point] = (await collect(reader)).get(POOL_METRICS.useTime.name)?.points ?? [];
  t.match(point?.value, { buckets: { boundaries: POOL_METRICS.useTime.buckets } });
});

t.test("an ended pool reports 0 connections and a limit of 0", async (t) => {
  const pool = fakePool();
  const reader = new ManualReader();
  reportPools(pool.registry, new MeterProvider({ readers: [reader] }).getMeter("test"));
  pool.counts = { total: 0, idle: 0, connecting: 0, queued: 0, isEnded: true };
  const reported = await collect(reader);
  t.equal(reported.get(POOL_METRICS.limit.name)?.points[0]?.value, 0);
  for (const point of reported.get(POOL_METRICS.count.name)?.points ?? []) t.equal(point.value, 0);
});

t.test(
  "after reporting moves to another meter, the first one is silent and the second complete",
  async (t) => {
    const { registry, tracker } = fakePool();
    const first = new ManualReader();
    const second = new ManualReader();
    const stop = reportPools(registry, new MeterProvider({ readers: [first] }).getMeter("test"));
    stop();
    reportPools(registry, new MeterProvider({ readers: [second] }).getMeter("test"));
    tracker.released(hold(tracker));
    t.equal((await collect(first)).size, 0);
    t.ok((await collect(second)).has(POOL_METRICS.useTime.name));
  },
);

import {
  AGES,
  ATTRIBUTE,
  CLOSE_REASONS,
  CONNECTION_STATES,
  type MetricDefinition,
  OUTCOMES,
  PEAKS,
  POOL_CAUSES,
  POOL_METRICS,
  type PoolMetric,
  PRESSURE_LEVELS,
  QUERY_METRICS,
} from "@plimsoll/catalog";
import type {
  Attributes,
  BatchObservableCallback,
  Meter,
  MetricOptions,
  Observable,
} from "@opentelemetry/api";
import type { DurationRecorder } from "./duration-recorder.ts";
import { CONFIG_RULES } from "./findings/find-config.ts";
import type { PoolReading } from "./pool-reading.ts";
import type { PoolRegistry } from "./pool-registry.ts";
import type { PoolTracker } from "./pool-tracker.ts";

/** Takes one number of a pool: which metric, its value, and the metric's own attributes beside the pool's identity. */
export type Observe = (metric: PoolMetric, value: number, own?: Attributes) => void;

/**
 * Reports every pool of `registry` through `meter`: state at collection, durations as they finish.
 * Returns a function that stops the reporting at collection; call it before reporting through another meter.
 */
export function reportPools(registry: PoolRegistry, meter: Meter): () => void {
  const observables = createObservables(meter);
  registry.recordTo(createRecorder(meter));
  const callback: BatchObservableCallback = (result) => {
    for (const tracker of registry.trackers()) {
      observeNumbers(tracker, tracker.read(), (metric, value, own) => {
        const observable = observables.get(metric);
        if (observable === undefined) return;
        const attributes =
          own === undefined ? tracker.attributes : { ...tracker.attributes, ...own };
        result.observe(observable, value, attributes);
      });
    }
  };
  const all = [...observables.values()];
  meter.addBatchObservableCallback(callback, all);
  return () => {
    meter.removeBatchObservableCallback(callback, all);
    registry.recordTo(undefined);
  };
}

function createObservables(meter: Meter): Map<PoolMetric, Observable> {
  const observables = new Map<PoolMetric, Observable>();
  for (const [key, metric] of Object.entries(POOL_METRICS) as [PoolMetric, MetricDefinition][]) {
    const options = metricOptions(metric);
    switch (metric.instrument) {
      case "observable-counter":
        observables.set(key, meter.createObservableCounter(metric.name, options));
        break;
      case "observable-gauge":
        observables.set(key, meter.createObservableGauge(metric.name, options));
        break;
      case "observable-up-down-counter":
        observables.set(key, meter.createObservableUpDownCounter(metric.name, options));
        break;
      case "counter":
      case "histogram":
        break;
    }
  }
  return observables;
}

function createRecorder(meter: Meter): DurationRecorder {
  const histogram = (metric: MetricDefinition) =>
    meter.createHistogram(metric.name, metricOptions(metric));
  const wait = histogram(POOL_METRICS.waitTime);
  const use = histogram(POOL_METRICS.useTime);
  const parked = histogram(POOL_METRICS.parkedTime);
  const create = histogram(POOL_METRICS.createTime);
  const operation = histogram(QUERY_METRICS.operationDuration);
  return {
    waitTime: (seconds, attributes) => wait.record(seconds, attributes),
    useTime: (seconds, attributes) => use.record(seconds, attributes),
    parkedTime: (seconds, attributes) => parked.record(seconds, attributes),
    createTime: (seconds, attributes) => create.record(seconds, attributes),
    operationDuration: (seconds, attributes) => operation.record(seconds, attributes),
  };
}

function metricOptions(metric: MetricDefinition): MetricOptions {
  return {
    description: metric.description,
    unit: metric.unit,
    ...(metric.buckets && { advice: { explicitBucketBoundaries: [...metric.buckets] } }),
  };
}

/** Gives every number of a pool to `observe`; its durations are histograms, and stand in the reading. */
export function observeNumbers(tracker: PoolTracker, reading: PoolReading, observe: Observe): void {
  const { limits } = reading;
  const isEnded = tracker.isEnded;
  observe("limit", isEnded ? 0 : limits.max);
  observe("idleMax", isEnded ? 0 : limits.max);
  observe("idleMin", isEnded ? 0 : limits.min);
  observe("acquireTimeoutSeconds", limits.acquireTimeoutSeconds);
  observe("pendingRequests", reading.pendingRequests);
  observe("timeouts", reading.outcomes.timeout);
  observe("requestsStarted", reading.requestsStarted);
  observe("usedSeconds", reading.usedSeconds);
  observe("queryingSeconds", reading.queryingSeconds);
  observe("pendingSeconds", reading.pendingSeconds);
  observe("nestedAcquires", reading.nestedAcquires);
  observe("openTransactions", reading.openTransactions);
  observe("shedRequests", reading.shedRequests);
  observeByAttribute(reading, observe);
}

function observeByAttribute(reading: PoolReading, observe: Observe): void {
  for (const state of CONNECTION_STATES)
    observe("count", reading.connections[state], { [ATTRIBUTE.state]: state });
  for (const outcome of OUTCOMES)
    observe("requests", reading.outcomes[outcome], { [ATTRIBUTE.outcome]: outcome });
  for (const level of PRESSURE_LEVELS)
    observe("pressureSeconds", reading.pressureSeconds[level], { [ATTRIBUTE.level]: level });
  for (const of of PEAKS) observe("peak", reading.peaks[of], { [ATTRIBUTE.of]: of });
  for (const reason of CLOSE_REASONS)
    observe("connectionsClosed", reading.connectionsClosed[reason], { [ATTRIBUTE.reason]: reason });
  for (const cause of POOL_CAUSES)
    observe("cause", cause === reading.cause ? 1 : 0, { [ATTRIBUTE.cause]: cause });
  for (const { rule, severity } of CONFIG_RULES) {
    const isFound = reading.configFindings.some((finding) => finding.rule === rule);
    observe("configFindings", isFound ? 1 : 0, {
      [ATTRIBUTE.rule]: rule,
      [ATTRIBUTE.severity]: severity,
    });
  }
  for (const of of AGES)
    observe("oldestSeconds", reading.oldestSeconds[of], { [ATTRIBUTE.of]: of });
  for (const [errorType, count] of reading.connectFailures)
    observe("connectFailures", count, { [ATTRIBUTE.errorType]: errorType });
  for (const [route, count] of reading.leakSuspects)
    observe("leakSuspects", count, { [ATTRIBUTE.httpRoute]: route });
  for (const [route, count] of reading.nPlusOneSuspects)
    observe("nPlusOneSuspects", count, { [ATTRIBUTE.httpRoute]: route });
  for (const [route, totals] of reading.routeSeconds.entries()) {
    observe("routeSeconds", totals.hold, {
      [ATTRIBUTE.httpRoute]: route,
      [ATTRIBUTE.kind]: "hold",
    });
    observe("routeSeconds", totals.wait, {
      [ATTRIBUTE.httpRoute]: route,
      [ATTRIBUTE.kind]: "wait",
    });
  }
}

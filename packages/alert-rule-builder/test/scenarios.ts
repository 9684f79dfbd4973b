import { type MetricDefinition, POOL_METRICS, type PoolCause } from "@plimsoll/catalog";
import type { ScrapedPool, Signal } from "./scrape.ts";

/** A healthy instance: 60 acquires per second of 50 ms in a pool of 10, 30 % use. */
export const HEALTHY: ScrapedPool = {
  limit: 10,
  acquireTimeoutSeconds: 5,
  demand: () => 60,
  hold: () => 0.05,
};

/** Seconds of calm that give growth its baseline (25 min are needed) before a fault at its end. */
export const HISTORY_SECONDS = 1800;

/** One connection is leaked at `from`, and one more every `every` seconds. */
export function leakEvery(every: number, from: number): (t: number) => number {
  return (t) => (t < from ? 0 : Math.floor((t - from) / every) + 1);
}

/** `before` until `from`, then in a straight line to `after` within `seconds`, and on at that slope. */
export function ramp(
  before: number,
  after: number,
  from: number,
  seconds: number,
): (t: number) => number {
  return (t) => (t < from ? before : before + ((after - before) * (t - from)) / seconds);
}

/** `value` from `from` until `until`, and `otherwise` outside. */
export function during(
  from: number,
  until: number,
  value: number,
  otherwise: number,
): (t: number) => number {
  return (t) => (t >= from && t < until ? value : otherwise);
}

/** `count` instances like `pool`, of which the first is changed by `first`. */
export function instances(
  count: number,
  pool: ScrapedPool,
  first: Partial<ScrapedPool> = {},
): readonly ScrapedPool[] {
  return Array.from({ length: count }, (_, index) => ({
    ...pool,
    ...(index === 0 ? first : {}),
    instance: index + 1,
  }));
}

/** The process's verdict, 1 for `cause` from `from` until `until`. */
export function verdict(cause: PoolCause, from: number, until: number = Infinity): Signal {
  return {
    metric: POOL_METRICS.cause,
    labels: { cause },
    value: (t) => (t >= from && t < until ? 1 : 0),
  };
}

/** A signal that always has a value. */
export interface DenseSignal extends Signal {
  readonly value: (t: number) => number;
}

/** A counter that grows by `perSecond` from `from` until `until`. */
export function counter(
  metric: MetricDefinition,
  labels: Readonly<Record<string, string>>,
  perSecond: number,
  from: number = 0,
  until: number = Infinity,
): DenseSignal {
  return { metric, labels, value: (t) => perSecond * Math.max(0, Math.min(t, until) - from) };
}

/** A gauge. */
export function gauge(
  metric: MetricDefinition,
  labels: Readonly<Record<string, string>>,
  value: (t: number) => number | null,
): Signal {
  return { metric, labels, value };
}

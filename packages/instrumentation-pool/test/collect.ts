import {
  ATTRIBUTE,
  type MetricDefinition,
  OUTCOMES,
  POOL_METRICS,
  QUERY_METRICS,
  SERVER_METRICS,
} from "@plimsoll/catalog";
import type { Attributes } from "@opentelemetry/api";
import {
  AggregationTemporality,
  type Histogram,
  MeterProvider,
  MetricReader,
} from "@opentelemetry/sdk-metrics";
import { PoolInstrumentation, type PoolInstrumentationConfig } from "../src/index.ts";

const BY_KEY: Readonly<Record<string, MetricDefinition>> = {
  ...POOL_METRICS,
  ...QUERY_METRICS,
  ...SERVER_METRICS,
};

/** A point's value: a number, or what a histogram holds. */
type Value = number | Histogram;

interface Point {
  readonly attributes: Attributes;
  readonly value: Value;
}

class ManualReader extends MetricReader {
  constructor() {
    super({ aggregationTemporalitySelector: () => AggregationTemporality.CUMULATIVE });
  }
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** One collection: points by metric name. */
export class Collection {
  readonly #points: ReadonlyMap<string, readonly Point[]>;

  constructor(points: ReadonlyMap<string, readonly Point[]>) {
    this.#points = points;
  }

  get metricNames(): string[] {
    return [...this.#points.keys()];
  }

  /** Points of the metric with the catalogue's key `metric`, of the pool called `pool` or of all. */
  points(metric: string, pool?: string): Point[] {
    const name = BY_KEY[metric]?.name;
    if (name === undefined) throw new Error(`the catalogue has no metric ${metric}`);
    const points = this.#points.get(name) ?? [];
    const { poolName } = ATTRIBUTE;
    return points.filter((p) => pool === undefined || p.attributes[poolName] === pool);
  }

  /** The names of the pools that reported a limit. */
  get poolNames(): string[] {
    return this.points("limit").map((p) => String(p.attributes[ATTRIBUTE.poolName]));
  }

  /** Everything about one pool. */
  of(pool: string): PoolValues {
    return new PoolValues(this, pool);
  }
}

/** What one collection says of one pool. */
export class PoolValues {
  readonly #collection: Collection;
  readonly #pool: string;

  constructor(collection: Collection, pool: string) {
    this.#collection = collection;
    this.#pool = pool;
  }

  /** The one number of `metric`, whose own attribute (if it has one) is `own`. */
  number(metric: string, ...own: string[]): number {
    const attributes = BY_KEY[metric]?.attributes ?? [];
    const found = this.#collection
      .points(metric, this.#pool)
      .filter((p) => own.every((value, i) => p.attributes[attributes[i] ?? ""] === value));
    const value = found[0]?.value;
    if (found.length !== 1 || typeof value !== "number")
      throw new Error(`${metric}{${own.join()}} of ${this.#pool} has ${found.length} points`);
    return value;
  }

  /** Every number of `metric`, whatever its own attributes. */
  numbers(metric: string): number[] {
    return this.#collection.points(metric, this.#pool).map(({ value }) => Number(value));
  }

  /** Count and sum of a histogram; both 0 while nothing was recorded. */
  histogram(metric: string): { count: number; sum: number } {
    const value = this.#collection.points(metric, this.#pool)[0]?.value;
    if (value === undefined || typeof value === "number") return { count: 0, sum: 0 };
    return { count: value.count, sum: value.sum ?? 0 };
  }

  /** Each connection state with its number, and their sum. */
  get connections(): { idle: number; used: number; connecting: number; closing: number } {
    const count = (state: string) => this.number("count", state);
    return {
      idle: count("idle"),
      used: count("used"),
      connecting: count("connecting"),
      closing: count("closing"),
    };
  }

  /** The outcomes that are not 0. */
  get outcomes(): Record<string, number> {
    const all = OUTCOMES.map((o) => [o, this.number("requests", o)] as const);
    return Object.fromEntries(all.filter(([, count]) => count !== 0));
  }

  /** Requests started − finished − pending; 0 at every moment, or requests got lost. */
  get unaccounted(): number {
    const finished = Object.values(this.outcomes).reduce((sum, count) => sum + count, 0);
    return this.number("requestsStarted") - finished - this.number("pendingRequests");
  }
}

/** Measures the pools of this process from now on; each call of the result is a collection. */
export function measure(config: PoolInstrumentationConfig = {}): () => Promise<Collection> {
  const reader = new ManualReader();
  const instrumentation = new PoolInstrumentation(config);
  instrumentation.setMeterProvider(new MeterProvider({ readers: [reader] }));
  return () => collect(reader);
}

async function collect(reader: MetricReader): Promise<Collection> {
  const { resourceMetrics, errors } = await reader.collect();
  if (errors.length > 0) throw errors[0];
  return new Collection(
    new Map(
      resourceMetrics.scopeMetrics.flatMap(({ metrics }) =>
        metrics.map((m) => [m.descriptor.name, m.dataPoints as Point[]]),
      ),
    ),
  );
}

import {
  ATTRIBUTE,
  type MetricDefinition,
  POOL_METRICS,
  type PoolMetric,
  prometheusLabel,
  prometheusName,
} from "@plimsoll/catalog";
import type { Sample } from "./exposition.ts";

const POOL_LABEL = prometheusLabel(ATTRIBUTE.poolName);

/** What one exposition says of one pool. */
export class PoolSamples {
  readonly #samples: readonly Sample[];

  constructor(samples: readonly Sample[], pool: string) {
    this.#samples = samples.filter(({ labels }) => labels[POOL_LABEL] === pool);
  }

  /** Whether nothing is said of the pool. */
  get isEmpty(): boolean {
    return this.#samples.length === 0;
  }

  /** Whether there is a point of `metric` at all. */
  has(metric: MetricDefinition): boolean {
    return this.#of(metric).length > 0;
  }

  /** The sum over the points of the metric `key` whose own attributes include `own`; of a histogram how much it counted. */
  number(key: PoolMetric, own: Readonly<Record<string, string>> = {}): number {
    const wanted = Object.entries(own).map(([name, value]) => [prometheusLabel(name), value]);
    return this.#of(POOL_METRICS[key])
      .filter(({ labels }) => wanted.every(([name, value]) => labels[name ?? ""] === value))
      .reduce((sum, { value }) => sum + value, 0);
  }

  #of(metric: MetricDefinition): Sample[] {
    const name = prometheusName(metric);
    const full = metric.instrument === "histogram" ? `${name}_count` : name;
    return this.#samples.filter((sample) => sample.name === full);
  }
}

import { commonSettings, type PoolSettings } from "./findings/pool-settings.ts";
import type { PoolCounts, PoolLimits, PoolSource } from "./pool-source.ts";

/** Many pools as one: their counts and limits are summed. Ended ones are forgotten. */
export class SummedSource implements PoolSource {
  #sources: PoolSource[];

  constructor(first: PoolSource) {
    this.#sources = [first];
  }

  join(source: PoolSource): void {
    this.#sources = this.#sources.filter((known) => !known.counts().isEnded);
    this.#sources.push(source);
  }

  counts(): PoolCounts {
    const all = this.#sources.map((source) => source.counts());
    const sum = (key: "total" | "idle" | "connecting" | "queued") =>
      all.reduce((total, counts) => total + counts[key], 0);
    return {
      total: sum("total"),
      idle: sum("idle"),
      connecting: sum("connecting"),
      queued: sum("queued"),
      isEnded: all.every(({ isEnded }) => isEnded),
    };
  }

  /** The shortest acquire timeout stands for all; 0, to wait for ever, is the longest. */
  limits(): PoolLimits {
    const all = this.#living().map((source) => source.limits());
    const timeouts = all.map((limits) => limits.acquireTimeoutSeconds).filter((s) => s > 0);
    return {
      max: all.reduce((total, { max }) => total + max, 0),
      min: all.reduce((total, { min }) => total + min, 0),
      acquireTimeoutSeconds: timeouts.length === 0 ? 0 : Math.min(...timeouts),
    };
  }

  /** What is the same for all, so that a finding of the sum is true of each. */
  settings(): PoolSettings {
    return commonSettings(this.#living().map((source) => source.settings?.() ?? {}));
  }

  #living(): PoolSource[] {
    return this.#sources.filter((source) => !source.counts().isEnded);
  }
}

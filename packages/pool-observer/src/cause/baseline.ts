import type { PoolTotals } from "./pool-totals.ts";

/** What is usual for a pool while nobody waits for long: requests per second, and seconds per hold with and without a query. */
export interface Usual {
  readonly requestRate: number;
  readonly holdSeconds: number;
  readonly queryingSeconds: number;
}

// What was a quarter of an hour ago counts for a third: slower than an incident, faster than a day.
const TIME_CONSTANT_SECONDS = 900;
// Less than this says nothing: a start is not usual.
const ENOUGH_SECONDS = 60;
// A pool is calm while requests wait for less than half of what a user can feel.
const CALM_WAIT_SECONDS = 0.05;

/** Learns from calm stretches what is usual for a pool; a stretch in which requests wait for long teaches nothing. */
export class Baseline {
  #seconds = 0;
  #weight = 0;
  #started = 0;
  #granted = 0;
  #used = 0;
  #querying = 0;

  /** @param stretch what happened since the last call, a few seconds */
  learn(stretch: PoolTotals): void {
    if (stretch.at <= 0 || stretch.pendingSeconds > CALM_WAIT_SECONDS * stretch.started) return;
    const keep = Math.exp(-stretch.at / TIME_CONSTANT_SECONDS);
    this.#seconds += stretch.at;
    this.#weight = this.#weight * keep + stretch.at;
    this.#started = this.#started * keep + stretch.started;
    this.#granted = this.#granted * keep + stretch.granted;
    this.#used = this.#used * keep + stretch.usedSeconds;
    this.#querying = this.#querying * keep + stretch.queryingSeconds;
  }

  /** Undefined until enough was seen. */
  get usual(): Usual | undefined {
    if (this.#seconds < ENOUGH_SECONDS || this.#granted <= 0) return undefined;
    return {
      requestRate: this.#started / this.#weight,
      holdSeconds: this.#used / this.#granted,
      queryingSeconds: this.#querying / this.#granted,
    };
  }
}

/**
 * The exact integral over time of a level that changes in steps: ∫ level dt, in level-seconds.
 *
 * The rate of the total is the mean level between two readings, whatever happened in between and however seldom it is read.
 * Worked: level 2 for 3 s, then level 1 for 4 s is 2·3 + 1·4 = 10.
 */
export class TimeIntegral {
  #level = 0;
  #total = 0;
  #since: number;

  constructor(now: number) {
    this.#since = now;
  }

  get level(): number {
    return this.#level;
  }

  /** Changes the level by `delta` at `now` (seconds). */
  add(delta: number, now: number): void {
    this.#total += this.#level * (now - this.#since);
    this.#since = now;
    this.#level += delta;
  }

  /** The integral up to `now` (seconds), the running step included. */
  total(now: number): number {
    return this.#total + this.#level * (now - this.#since);
  }
}

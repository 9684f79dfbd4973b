export interface CoDelOptions {
  readonly targetSeconds: number;
  readonly intervalSeconds: number;
}

// RFC 8289, 5.6: a queue that grows again within 16 intervals goes on at about the rate that was needed before.
const REMEMBERED_INTERVALS = 16;
// CoDel counts packets of a link that carries some ten per interval. A step here is that share of what arrives, so that the
// rate rises as fast for 10,000 requests per second as for 100.
const STEPS_PER_INTERVAL = 10;

/**
 * CoDel for requests that wait for a pool: sheds none while the wait is below the target or was above it for less than an interval, and then at
 * a rate that rises with the square root of what was shed, until the wait is below the target.
 *
 * Source: RFC 8289. Times are seconds of the caller's clock.
 */
export class CoDel {
  readonly #target: number;
  readonly #interval: number;
  #aboveSince: number | undefined;
  #isShedding = false;
  #count = 0;
  #countAtStart = 0;
  #nextAt = Number.NEGATIVE_INFINITY;
  #step = 1;
  #arrivals = 0;
  #arrivalsSince = Number.NEGATIVE_INFINITY;

  constructor(options: CoDelOptions) {
    this.#target = options.targetSeconds;
    this.#interval = options.intervalSeconds;
  }

  /** The wait has been above the target for an interval, and not been below it since. */
  get isShedding(): boolean {
    return this.#isShedding;
  }

  /** A request arrives, while the oldest one in the queue has waited for `waitSeconds`. */
  arrived(waitSeconds: number, now: number): void {
    const isGap = this.#measureArrivals(now);
    if (waitSeconds < this.#target) {
      this.#aboveSince = undefined;
      this.#isShedding = false;
      return;
    }
    if (this.#aboveSince === undefined || isGap) this.#aboveSince = now;
    // The oldest in a queue has waited the longest of all: an interval ago it, or an older one, had waited an interval less.
    const isStanding =
      now - this.#aboveSince >= this.#interval || waitSeconds >= this.#target + this.#interval;
    if (isStanding && !this.#isShedding) this.#start(now);
  }

  /** Whether the request that arrived last is one to shed. */
  sheds(now: number): boolean {
    if (!this.#isShedding || now < this.#nextAt) return false;
    this.#count += 1 / this.#step;
    // What could not be shed for lack of arrivals is not made up for.
    const from = Math.max(this.#nextAt, now - this.#interval);
    this.#nextAt = from + this.#interval / (this.#step * Math.sqrt(this.#count));
    return true;
  }

  #start(now: number): void {
    this.#isShedding = true;
    const gained = this.#count - this.#countAtStart;
    const isRecent = now - this.#nextAt < REMEMBERED_INTERVALS * this.#interval;
    this.#count = isRecent && gained > 1 ? gained : 1;
    this.#countAtStart = this.#count;
    this.#nextAt = now;
  }

  /** Counts what arrives per interval; true when more than an interval passed since anything did. */
  #measureArrivals(now: number): boolean {
    this.#arrivals += 1;
    const elapsed = now - this.#arrivalsSince;
    if (elapsed < this.#interval) return false;
    const perInterval = (this.#arrivals * this.#interval) / elapsed;
    this.#step = Math.max(1, perInterval / STEPS_PER_INTERVAL);
    const isGap = this.#arrivals === 1;
    this.#arrivals = 0;
    this.#arrivalsSince = now;
    return isGap;
  }
}

import { captureCallSite } from "./call-site.ts";

// One costs some microseconds. 200 a second are a thousandth of a core; a pool of 10 that is asked more often holds for less than 50 ms.
const PER_SECOND = 200;
// A pool that fills up at once is seen whole.
const BURST = 50;

/** Captures call sites, but only so many a second: a pool that is always busy must not pay for them at every acquire. */
export class CallSiteBudget {
  #left = BURST;
  #at = 0;

  /** Where the running code was called from; undefined when too many were captured of late. @param now seconds of a monotonic clock */
  capture(now: number): { readonly stack?: string } | undefined {
    this.#left = Math.min(BURST, this.#left + (now - this.#at) * PER_SECOND);
    this.#at = now;
    if (this.#left < 1) return undefined;
    this.#left -= 1;
    return captureCallSite();
  }
}

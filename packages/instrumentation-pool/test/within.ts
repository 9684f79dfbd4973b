import type { Test } from "tap";

/** Seconds on the clock that pools are measured by. */
export function now(): number {
  return performance.now() / 1000;
}

// Sums of differences of the same instants, in another order.
const ROUNDING_SECONDS = 1e-6;

/**
 * Asserts that `value` lies between two times that the test took itself, one inside of what is measured and one around it.
 * Both lie within a few milliseconds unless the machine stalls, and then the value is held to what really passed.
 */
export function isWithin(t: Test, value: number, inner: number, outer: number, what: string): void {
  t.ok(
    value >= inner - ROUNDING_SECONDS && value <= outer + ROUNDING_SECONDS,
    `${what} is ${value.toFixed(4)}, from ${inner.toFixed(4)} to ${outer.toFixed(4)}`,
  );
}

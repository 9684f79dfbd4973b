import type { Test } from "tap";

/** Asserts that `value` is within `tolerance` (a ratio) of `wanted`. */
export function isNear(
  t: Test,
  value: number,
  wanted: number,
  what: string,
  tolerance = 0.1,
): void {
  t.ok(
    Math.abs(value - wanted) <= wanted * tolerance,
    `${what} is ${value.toFixed(3)}, within ${tolerance * 100} % of ${wanted}`,
  );
}

import { binary, call, type Expression, offset, over } from "./promql.ts";
import { recorded, type RecordedKey } from "./recorded.ts";

/** Of the evaluations in the window, this share must be 1: one missed or odd reading in nine does not start the wait anew. */
const SHARE = 0.75;

/** Keeps a window off every multiple of 5 and 15 s: ranges are closed at both ends in Prometheus 2 and left-open in 3. */
export const OFF_GRID_SECONDS = 2;

/**
 * True when the 0-or-1 series under `key` has been 1 for `seconds`.
 *
 * The window is a third longer than `seconds`, and three quarters of it must be 1. That is the same moment at every
 * evaluation interval: for 30 s the window is 42 s; evaluated every 5 s it holds 9 values, of which 7 are needed, and the
 * 7th comes 30 s after the first; every 15 s it holds 3, all are needed, and the 3rd comes 30 s after the first.
 * The series must also have existed `seconds` ago, or the first value of a new pool would be the whole window.
 *
 * It stands in the expression and not in `for`, so a change of cause does not restart it.
 */
export function sustained(key: RecordedKey, seconds: number): Expression {
  const series = recorded(key);
  const window = Math.ceil(seconds / SHARE) + OFF_GRID_SECONDS;
  return binary(
    binary(call("avg_over_time", over(series, window)), ">=", SHARE),
    "and",
    offset(series, seconds),
  );
}

/**
 * Bounds for waits and connects, in seconds. From 1 ms (an idle hit is far below it) to 30 s (the longest common acquire
 * timeout); 1 s is a bound because user harm starts there.
 */
export const WAIT_BUCKETS: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
];

/** Bounds for holds, in seconds: as for waits, and on to 10 minutes for batch work. */
export const HOLD_BUCKETS: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600,
];

/** Bounds for queries, in seconds. Source: semconv 1.45 `db.client.operation.duration`. */
export const OPERATION_BUCKETS: readonly number[] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

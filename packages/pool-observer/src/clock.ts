/** Seconds on a monotonic clock; only differences mean anything. */
export type Clock = () => number;

/** The clock of the running process: milliseconds of `performance.now()`, in seconds. */
export const monotonicSeconds: Clock = () => performance.now() / 1000;

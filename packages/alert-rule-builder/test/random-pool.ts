import type { PoolSecond } from "./simulated-pool.ts";

/** A pool under steady load, with the chance that {@link simulatePool} leaves out. */
export interface SteadyLoad {
  readonly limit: number;
  readonly acquireTimeoutSeconds: number;
  /** Share of the limit in use on average. */
  readonly use: number;
  /** Mean hold; holds are log-normal with a standard deviation of 1.5 means, requests come at random (Poisson). */
  readonly holdSeconds: number;
  readonly seed: number;
}

/** Every second of a queue that is served first come, first served; the same for the same seed. */
export function randomPool(load: SteadyLoad, seconds: number): readonly PoolSecond[] {
  const random = randomNumbers(load.seed);
  const between = load.holdSeconds / (load.limit * load.use);
  const result: PoolSecond[] = [];
  const ends: number[] = [];
  const waiters: number[] = [];
  let sums = { used: 0, pending: 0, waiting: 0, saturated: 0, started: 0, granted: 0, timedOut: 0 };
  let now = 0;
  let nextRequest = exponential(random, between);
  let nextSecond = 1;
  const grant = (): void => {
    ends.push(now + logNormal(random, load.holdSeconds));
    sums.granted += 1;
  };
  while (result.length <= seconds) {
    const firstEnd = Math.min(...ends);
    const firstTimeout = (waiters[0] ?? Infinity) + load.acquireTimeoutSeconds;
    const at = Math.min(firstEnd, firstTimeout, nextRequest, nextSecond);
    sums.used += ends.length * (at - now);
    sums.pending += waiters.length * (at - now);
    sums.waiting += waiters.length > 0 ? at - now : 0;
    sums.saturated += ends.length === load.limit ? at - now : 0;
    now = at;
    if (at === nextSecond) {
      result.push(second(result.length, sums, now - (waiters[0] ?? now)));
      sums = { used: 0, pending: 0, waiting: 0, saturated: 0, started: 0, granted: 0, timedOut: 0 };
      nextSecond += 1;
    } else if (at === nextRequest) {
      sums.started += 1;
      if (ends.length < load.limit) grant();
      else waiters.push(now);
      nextRequest = now + exponential(random, between);
    } else if (at === firstEnd) {
      ends.splice(ends.indexOf(firstEnd), 1);
      if (waiters.shift() !== undefined) grant();
    } else {
      waiters.shift();
      sums.timedOut += 1;
    }
  }
  return result;
}

function second(
  t: number,
  sums: { used: number; pending: number; waiting: number; saturated: number } & {
    started: number;
    granted: number;
    timedOut: number;
  },
  oldestWaiterSeconds: number,
): PoolSecond {
  return {
    t,
    used: sums.used,
    querying: sums.used * 0.9,
    pending: sums.pending,
    started: sums.started,
    granted: sums.granted,
    timedOut: sums.timedOut,
    waitingShare: sums.waiting,
    saturatedShare: sums.saturated,
    oldestWaiterSeconds,
    suspects: 0,
    leaked: 0,
  };
}

function exponential(random: () => number, mean: number): number {
  return -mean * Math.log(random());
}

function logNormal(random: () => number, mean: number): number {
  const variance = Math.log(1 + 1.5 ** 2);
  const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  return mean * Math.exp(Math.sqrt(variance) * normal - variance / 2);
}

/** Uniform numbers in (0, 1). Source: Numerical Recipes, "quick and dirty" linear congruential generator. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return (state + 1) / (2 ** 32 + 1);
  };
}

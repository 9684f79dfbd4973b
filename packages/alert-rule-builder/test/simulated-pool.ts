/** What one instance of a pool is put through. Times in seconds since the start of the run. */
export interface PoolScenario {
  readonly limit: number;
  /** 0: a request waits for ever. */
  readonly acquireTimeoutSeconds: number;
  /** Acquires per second that come in. */
  readonly demand: (t: number) => number;
  /** Seconds that each is held; Infinity: none is released and none granted. */
  readonly hold: (t: number) => number;
  /** Share of the held time with a query in flight. */
  readonly queryShare?: (t: number) => number;
  /** Connections acquired and never released so far; all by `leakRoute`. */
  readonly leaked?: (t: number) => number;
  readonly leakRoute?: string;
  /** The callers are that many at most, so no more can wait, and those who wait start nothing. */
  readonly callers?: number;
}

/** One second of a pool. Rates are per second; shares are 0 to 1. */
export interface PoolSecond {
  readonly t: number;
  readonly used: number;
  readonly querying: number;
  readonly pending: number;
  readonly started: number;
  readonly granted: number;
  readonly timedOut: number;
  readonly waitingShare: number;
  readonly saturatedShare: number;
  readonly oldestWaiterSeconds: number;
  readonly suspects: number;
  readonly leaked: number;
}

const LEAK_THRESHOLD_SECONDS = 30;

/**
 * A pool second by second: Erlang C while it keeps up, a fluid queue once it does not.
 * Source: https://en.wikipedia.org/wiki/Erlang_(unit)#Erlang_C_formula
 */
export function simulatePool(scenario: PoolScenario, seconds: number): readonly PoolSecond[] {
  const result: PoolSecond[] = [];
  let backlog = 0;
  let stalledSince: number | undefined;
  for (let t = 0; t <= seconds; t += 1) {
    const leaked = Math.min(scenario.leaked?.(t) ?? 0, scenario.limit);
    const free = scenario.limit - leaked;
    const capacity = free / scenario.hold(t);
    const offered = scenario.demand(t);
    backlog = nextBacklog(scenario, backlog, offered, capacity);
    stalledSince = capacity === 0 && backlog > 0 ? (stalledSince ?? t) : undefined;
    const patience = scenario.acquireTimeoutSeconds || Number.POSITIVE_INFINITY;
    const age = stalledSince === undefined ? backlog / (capacity || 1) : t - stalledSince;
    const isBehind = backlog >= 1;
    const calm = erlangC(offered * finite(scenario.hold(t)), free);
    const granted = isBehind ? capacity : offered;
    const isFull = scenario.callers !== undefined && backlog >= scenario.callers;
    const busy = isBehind ? free : Math.min(offered * finite(scenario.hold(t)), free);
    result.push({
      t,
      used: busy + leaked,
      querying: busy * (scenario.queryShare?.(t) ?? 0.9),
      pending: isBehind ? backlog : calm.queue,
      started: isFull ? granted : offered,
      granted,
      timedOut: isBehind && age >= patience ? offered - granted : 0,
      waitingShare: isBehind ? 1 : calm.someoneWaits,
      saturatedShare: isBehind ? 1 : calm.allBusy,
      oldestWaiterSeconds: Math.min(isBehind ? age : 0, patience),
      suspects: Math.min(scenario.leaked?.(t - LEAK_THRESHOLD_SECONDS) ?? 0, scenario.limit),
      leaked,
    });
  }
  return result;
}

/** Steady state of a pool of `size` connections that is offered `load` of them. */
export function erlangC(
  load: number,
  size: number,
): { allBusy: number; someoneWaits: number; queue: number } {
  const use = load / size;
  if (size <= 0 || use >= 0.99) return { allBusy: 0.99, someoneWaits: 0.98, queue: 90 };
  let term = 1;
  let sum = 1;
  for (let k = 1; k < size; k += 1) {
    term *= load / k;
    sum += term;
  }
  const full = (term * load) / size / (1 - use);
  const allBusy = full / (sum + full);
  return { allBusy, someoneWaits: allBusy * use, queue: (allBusy * use) / (1 - use) };
}

function nextBacklog(
  scenario: PoolScenario,
  backlog: number,
  offered: number,
  capacity: number,
): number {
  const patience = scenario.acquireTimeoutSeconds || Number.POSITIVE_INFINITY;
  const most = Math.min(offered * patience || 0, scenario.callers ?? Number.POSITIVE_INFINITY);
  const bound = scenario.acquireTimeoutSeconds === 0 ? (scenario.callers ?? Infinity) : most;
  return Math.max(0, Math.min(backlog + offered - capacity, bound));
}

function finite(seconds: number): number {
  return Number.isFinite(seconds) ? seconds : 0;
}

import { type PagedCause, POOL_PAGES, STALL } from "@plimsoll/catalog";
import type { Clock, HolderSnapshot, PoolTracker, Verdict } from "@plimsoll/pool-observer";

/** A pool that stands still. */
export interface Stall {
  readonly tracker: WatchedPool;
  /** For so long it has granted next to nothing, in seconds. */
  readonly seconds: number;
  /** What the process gave as the cause when it found the stall: the rules will name the same, because they read its verdict. */
  readonly cause: PagedCause;
}

/** What is read of a pool. */
export interface WatchedPool extends Pick<
  PoolTracker,
  "name" | "isEnded" | "oldestWaiterSeconds" | "grantedRequests" | "counts" | "verdict"
> {
  /** Who holds, when a page is written. */
  readonly snapshot: () => {
    readonly holders: readonly Pick<HolderSnapshot, "route" | "parkedSeconds">[];
  };
}

/**
 * A stall must hold for this long after a request has waited for 1 s. A restart or failover of the database takes about 10 s and
 * heals by itself, the first connects after it a moment. The rule waits for 15 s because it sees a stall only at a scrape.
 */
const HOLDS_SECONDS = 11;

/** A pool that was first seen, or first granted, so lately may still be starting: connects of a cold start can take long. */
const STARTS_SECONDS = 30;

/** Nobody looked for so long: the process itself stood still, and what is old by its clock says nothing of the database. */
const LONGEST_GAP_SECONDS = 2.5;

/** What the process itself is to blame for, or what has an alert of its own that is earlier and says more. */
const NOT_A_STALL: readonly (Verdict["cause"] | undefined)[] = [
  "event_loop",
  "leak",
  "nested_acquire",
];

interface Sample {
  readonly at: number;
  readonly granted: number;
}

interface Memory {
  /** When it was first seen to have granted a connection. */
  grantedSince: number | undefined;
  /** Of the time in which requests have waited for over a second without a pause, oldest first; at most {@link HOLDS_SECONDS} and one more. */
  samples: Sample[];
  /** Since when it stands still, and why. */
  stall: { readonly since: number; readonly cause: PagedCause } | undefined;
}

/**
 * Tells which pools stand still, as the rule would of this one instance, from totals that are kept anyway: nothing is done at an
 * acquire. Look about every second.
 */
export class StallWatch {
  readonly #clock: Clock;
  readonly #memories = new WeakMap<WatchedPool, Memory>();
  #lookedAt: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  look(pools: Iterable<WatchedPool>): Stall[] {
    const now = this.#clock();
    const stoodStill = this.#lookedAt !== undefined && now - this.#lookedAt > LONGEST_GAP_SECONDS;
    this.#lookedAt = now;
    const stalls: Stall[] = [];
    for (const tracker of pools) {
      const memory = this.#memoryOf(tracker);
      if (stoodStill) memory.samples = [];
      note(memory, tracker, now);
      memory.stall = stallOf(memory, tracker, now);
      if (memory.stall === undefined) continue;
      const { since, cause } = memory.stall;
      stalls.push({ tracker, seconds: now - since, cause });
    }
    return stalls;
  }

  #memoryOf(tracker: WatchedPool): Memory {
    const known = this.#memories.get(tracker);
    if (known !== undefined) return known;
    const memory: Memory = { grantedSince: undefined, samples: [], stall: undefined };
    this.#memories.set(tracker, memory);
    return memory;
  }
}

function note(memory: Memory, tracker: WatchedPool, now: number): void {
  const granted = tracker.grantedRequests;
  if (granted > 0) memory.grantedSince ??= now;
  if (tracker.isEnded || tracker.oldestWaiterSeconds <= STALL.waiterSeconds) {
    memory.samples = [];
    return;
  }
  memory.samples.push({ at: now, granted });
  while ((memory.samples[1]?.at ?? now) <= now - HOLDS_SECONDS) memory.samples.shift();
}

function stallOf(memory: Memory, tracker: WatchedPool, now: number): Memory["stall"] {
  const [first] = memory.samples;
  if (first === undefined || now - first.at < HOLDS_SECONDS) return undefined;
  if (memory.grantedSince === undefined || now - memory.grantedSince < STARTS_SECONDS)
    return undefined;
  const grantsPerSecond = (tracker.grantedRequests - first.granted) / (now - first.at);
  const { pending, max } = tracker.counts();
  const isStalled =
    pending > STALL.drainSeconds * grantsPerSecond && max > STALL.holdSeconds * grantsPerSecond;
  const cause = tracker.verdict()?.cause;
  if (!isStalled || NOT_A_STALL.includes(cause)) return undefined;
  return memory.stall ?? { since: first.at - STALL.waiterSeconds, cause: pagedCause(cause) };
}

function pagedCause(cause: Verdict["cause"] | undefined): PagedCause {
  return cause !== undefined && cause in POOL_PAGES ? (cause as PagedCause) : "stalled";
}

import type { PoolReading } from "@plimsoll/pool-observer";

// What a pool did not do again for so long says nothing any more. Without this an instance that no balancer asks would never hear that the database is back.
const MEMORY_SECONDS = 10;

/** What of a pool's numbers tells whether it reaches its database. Totals since the pool was first seen. */
interface Totals {
  readonly granted: number;
  readonly holdsEnded: number;
  readonly connected: number;
  readonly failed: number;
  readonly queryingSeconds: number;
  readonly pending: number;
}

const NOTHING: Totals = {
  granted: 0,
  holdsEnded: 0,
  connected: 0,
  failed: 0,
  queryingSeconds: 0,
  pending: 0,
};

/** Follows the signs of life of one pool; told of a reading every second or so. Times are seconds of the caller's clock. */
export class PoolPulse {
  #last = NOTHING;
  #failuresByType: ReadonlyMap<string, number> = new Map();
  #notedAt = Number.NEGATIVE_INFINITY;
  #aliveAt = Number.NEGATIVE_INFINITY;
  #servedAt = Number.NEGATIVE_INFINITY;
  #failedAt = Number.NEGATIVE_INFINITY;
  #failuresSinceAlive = 0;
  #stalledSince: number | undefined;
  #lastError: string | undefined;

  note(reading: PoolReading, now: number): void {
    const totals = totalsOf(reading);
    this.#noteLife(totals, reading.connections.idle, now);
    const isStalled =
      this.#last.pending > 0 && totals.pending > 0 && totals.granted === this.#last.granted;
    this.#stalledSince = isStalled ? (this.#stalledSince ?? this.#notedAt) : undefined;
    for (const [type, count] of reading.connectFailures)
      if (count > (this.#failuresByType.get(type) ?? 0)) this.#lastError = type;
    this.#failuresByType = new Map(reading.connectFailures);
    this.#last = totals;
    this.#notedAt = now;
  }

  #noteLife(totals: Totals, idle: number, now: number): void {
    const did = (key: keyof Totals): number => totals[key] - this.#last[key];
    // A query in flight may be one that will never be answered; to believe in it errs on the side of staying in.
    const isAlive =
      idle > 0 || did("granted") > 0 || did("connected") > 0 || did("queryingSeconds") > 0;
    if (did("failed") > 0) this.#failedAt = now;
    if (isAlive) this.#aliveAt = now;
    const isForgotten = isAlive || now - this.#failedAt > MEMORY_SECONDS;
    this.#failuresSinceAlive = isForgotten ? 0 : this.#failuresSinceAlive + did("failed");
    // A grant alone may be a dead connection of the idle list.
    const isServing =
      did("connected") > 0 || (did("granted") > 0 && did("holdsEnded") > 0 && did("failed") === 0);
    if (isServing) this.#servedAt = now;
  }

  /** Connects that failed since the last sign of life, of the last 10 s. */
  get failuresSinceAlive(): number {
    return this.#failuresSinceAlive;
  }

  /** SQLSTATE or errno of the last connect that failed. */
  get lastError(): string | undefined {
    return this.#lastError;
  }

  /** Seconds since the last sign of life: an idle connection, a grant, a connect, a query in flight. */
  silentSeconds(now: number): number {
    return now - this.#aliveAt;
  }

  /** Whether it certainly reached its database in the last 10 s. */
  hasServed(now: number): boolean {
    return now - this.#servedAt <= MEMORY_SECONDS;
  }

  /** For how long requests have waited with nothing granted; 0 when something was. */
  stalledSeconds(now: number): number {
    return this.#stalledSince === undefined ? 0 : now - this.#stalledSince;
  }
}

function totalsOf({ outcomes, durations, ...reading }: PoolReading): Totals {
  const failures = [...reading.connectFailures.values()];
  const failed = failures.reduce((sum, count) => sum + count, 0);
  return {
    granted: outcomes.idle + outcomes.created + outcomes.queued,
    holdsEnded: durations.useTime.count,
    // `createTime` is recorded of every connect that ended, whichever way.
    connected: durations.createTime.count - failed,
    failed,
    queryingSeconds: reading.queryingSeconds,
    pending: reading.pendingRequests,
  };
}

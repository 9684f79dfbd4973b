import { HOLD_BUCKETS, NO_ROUTE, OUTCOMES, type Outcome, WAIT_BUCKETS } from "@plimsoll/catalog";
import type { Attributes } from "@opentelemetry/api";
import { Connects } from "./connects.ts";
import { DurationHistogram } from "./duration-histogram.ts";
import { type RouteSource, routeName } from "./active-route.ts";
import { Holds, isLeakSuspect } from "./holds.ts";
import type { HeldConnection } from "./held-connection.ts";
import { type PeakReader, Peaks } from "./peaks.ts";
import type { PoolReading } from "./pool-reading.ts";
import type { PoolCounts, PoolLimits } from "./pool-source.ts";
import { QueryDurations } from "./queries/query-durations.ts";
import { RouteSeconds } from "./route-seconds.ts";
import { Waits } from "./waits.ts";

export interface PoolLedgerOptions {
  readonly attributes: Attributes;
  readonly leakAfterSeconds: number;
  readonly querySummaryLimit: number;
}

/** Everything that was counted and timed of one pool. The tracker writes it; reading it changes no total. */
export class PoolLedger {
  readonly waits: Waits;
  readonly holds: Holds;
  readonly connects: Connects = new Connects();
  readonly routes: RouteSeconds;
  readonly peaks: Peaks;
  readonly waitTime: DurationHistogram = new DurationHistogram(WAIT_BUCKETS);
  readonly useTime: DurationHistogram = new DurationHistogram(HOLD_BUCKETS);
  readonly parkedTime: DurationHistogram = new DurationHistogram(HOLD_BUCKETS);
  readonly createTime: DurationHistogram = new DurationHistogram(WAIT_BUCKETS);
  readonly outcomes: Record<Outcome, number> = Object.fromEntries(
    OUTCOMES.map((outcome) => [outcome, 0]),
  ) as Record<Outcome, number>;
  readonly queries: QueryDurations;
  readonly leakAfterSeconds: number;
  started = 0;
  nested = 0;
  /** By route; born with one series at 0. */
  readonly nPlusOne: Map<string, number> = new Map([[NO_ROUTE, 0]]);
  openTransactions = 0;
  shed = 0;
  // Born with one series at 0, so that "no suspects" is a number and not a gap.
  readonly #suspectRoutes = new Set<string>([NO_ROUTE]);

  constructor(now: number, options: PoolLedgerOptions) {
    this.leakAfterSeconds = options.leakAfterSeconds;
    this.queries = new QueryDurations(options.attributes, options.querySummaryLimit, now);
    this.waits = new Waits(now);
    this.holds = new Holds(now);
    this.routes = new RouteSeconds(now);
    this.peaks = new Peaks(now);
  }

  isSuspect(connection: HeldConnection, now: number): boolean {
    return isLeakSuspect(connection, this.leakAfterSeconds, now);
  }

  /** Requests that got a connection. */
  get granted(): number {
    const { idle, created, queued } = this.outcomes;
    return idle + created + queued;
  }

  /** A statement looked like N+1, in a request of `source`'s route. */
  noteNPlusOne(source: RouteSource | undefined): void {
    const route = this.routes.named(routeName(source));
    this.nPlusOne.set(route, (this.nPlusOne.get(route) ?? 0) + 1);
  }

  connections({ total, idle, connecting }: PoolCounts): PoolReading["connections"] {
    const used = total - idle - connecting;
    return { idle, used, connecting, closing: this.connects.closing };
  }

  /** Requests that were queued before the tracker was there are known to the pool alone. */
  pending({ isEnded, queued }: PoolCounts): number {
    return Math.max(this.waits.size, isEnded ? 0 : queued);
  }

  /** Everything at `now`, holds and waits that still run included; all but the verdict and what the settings say. */
  read(
    counts: PoolCounts,
    limits: PoolLimits,
    reader: PeakReader | undefined,
    now: number,
  ): Omit<PoolReading, "cause" | "configFindings"> {
    const { waits, holds, connects, routes } = this;
    holds.creditRunning(routes, now);
    waits.creditRunning(routes, now);
    routes.rebalance(now);
    const pending = this.pending(counts);
    return {
      connections: this.connections(counts),
      limits,
      pendingRequests: pending,
      requestsStarted: this.started,
      outcomes: this.outcomes,
      usedSeconds: holds.usedSeconds(now),
      queryingSeconds: holds.queryingSeconds(now),
      pendingSeconds: waits.pendingSeconds(now),
      pressureSeconds: {
        waiting: waits.waitingSeconds(now),
        saturated: holds.saturatedSeconds(now),
      },
      peaks: this.peaks.read(reader, { used: holds.size, pending }, now),
      oldestSeconds: { waiter: waits.oldestSeconds(now), ...holds.ages(now) },
      leakSuspects: this.#leakSuspects(now),
      nestedAcquires: this.nested,
      openTransactions: this.openTransactions,
      nPlusOneSuspects: this.nPlusOne,
      shedRequests: this.shed,
      routeSeconds: routes,
      connectFailures: connects.failures,
      connectionsClosed: connects.closed,
      durations: this.#durations(),
    };
  }

  #durations(): PoolReading["durations"] {
    return {
      waitTime: this.waitTime.read(),
      useTime: this.useTime.read(),
      parkedTime: this.parkedTime.read(),
      createTime: this.createTime.read(),
    };
  }

  #leakSuspects(now: number): Map<string, number> {
    const suspects = new Map<string, number>();
    for (const route of this.#suspectRoutes) suspects.set(route, 0);
    for (const [route, count] of this.holds.leakSuspects(this.leakAfterSeconds, now)) {
      const name = this.routes.named(route);
      this.#suspectRoutes.add(name);
      suspects.set(name, (suspects.get(name) ?? 0) + count);
    }
    return suspects;
  }
}

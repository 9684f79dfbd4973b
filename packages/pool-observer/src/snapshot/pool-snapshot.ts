import { isSpanContextValid, trace } from "@opentelemetry/api";
import { routeName } from "../active-route.ts";
import type { TransactionStatus } from "../connection-source.ts";
import type { HeldConnection } from "../held-connection.ts";
import type { PoolRequest } from "../pool-request.ts";
import { summarizeQuery } from "../sql/summarize-query.ts";
import { formatCallSite } from "./call-site.ts";

/** One connection that is held. What is not known is null. */
export interface HolderSnapshot {
  readonly heldSeconds: number;
  /** Seconds with no query in flight until now; null while one is. */
  readonly parkedSeconds: number | null;
  readonly isLeakSuspect: boolean;
  /** It sent LISTEN: no leak. */
  readonly isListening: boolean;
  readonly route: string;
  readonly traceId: string | null;
  /** Function, file and line of the app that asked; only known of requests that came while the pool was nearly used up. */
  readonly callSite: string | null;
  /** What the last query did, with no literal: `SELECT accounts`. */
  readonly query: string | null;
  readonly backendPid: number | null;
  readonly transaction: TransactionStatus | null;
}

/** The requests of one route that wait. */
export interface WaiterSnapshot {
  readonly route: string;
  readonly count: number;
  /** Those whose caller holds a connection of the same pool. */
  readonly nested: number;
  readonly oldestSeconds: number;
}

/** Who holds and who waits, at one moment. Bounded: 20 holders and 20 routes of waiters. */
export interface PoolSnapshot {
  readonly pool: string;
  /** Unix seconds. */
  readonly takenAt: number;
  readonly limit: number;
  readonly used: number;
  readonly idle: number;
  readonly connecting: number;
  readonly closing: number;
  readonly pending: number;
  /** 0: a request waits for ever. */
  readonly acquireTimeoutSeconds: number;
  /** The verdict: why the pool is short; null when it is not, or no cause is plain. */
  readonly cause: string | null;
  readonly evidence: string | null;
  /** Longest held first. */
  readonly holders: readonly HolderSnapshot[];
  readonly holdersLeftOut: number;
  /** Most waiters first. */
  readonly waiters: readonly WaiterSnapshot[];
  readonly waitersLeftOut: number;
}

const HOLDER_LIMIT = 20;
const WAITER_LIMIT = 20;

/** The oldest holders, and how many others there are. `isSuspect` tells who is a leak suspect. */
export function holdersOf(
  held: Iterable<HeldConnection>,
  isSuspect: (connection: HeldConnection) => boolean,
  now: number,
): Pick<PoolSnapshot, "holders" | "holdersLeftOut"> {
  const holders: HolderSnapshot[] = [];
  let leftOut = 0;
  for (const connection of held) {
    if (holders.length === HOLDER_LIMIT) leftOut += 1;
    else holders.push(holderOf(connection, isSuspect(connection), now));
  }
  return { holders, holdersLeftOut: leftOut };
}

function holderOf(connection: HeldConnection, isLeakSuspect: boolean, now: number): HolderSnapshot {
  const { request, source } = connection;
  const text = source?.lastQueryText();
  const span = request && trace.getSpanContext(request.context);
  return {
    heldSeconds: now - connection.heldSince,
    parkedSeconds: connection.isQuerying ? null : now - connection.parkedSince,
    isLeakSuspect,
    isListening: connection.isListening,
    route: routeName(request?.routeSource),
    // With no SDK for traces, the API hands out spans whose id is all zeros.
    traceId: span !== undefined && isSpanContextValid(span) ? span.traceId : null,
    callSite: formatCallSite(request?.callSite) ?? null,
    query: text === undefined ? null : summarizeQuery(text),
    backendPid: source?.backendPid() ?? null,
    transaction: source?.transactionStatus() ?? null,
  };
}

/** Those who wait, by route, and how many are of routes that are left out. */
export function waitersOf(
  pending: Iterable<PoolRequest>,
  now: number,
): Pick<PoolSnapshot, "waiters" | "waitersLeftOut"> {
  const byRoute = new Map<string, { count: number; nested: number; oldestSeconds: number }>();
  for (const request of pending) {
    const route = routeName(request.routeSource);
    const waiters = byRoute.get(route) ?? { count: 0, nested: 0, oldestSeconds: 0 };
    waiters.count += 1;
    if (request.isNested) waiters.nested += 1;
    waiters.oldestSeconds = Math.max(waiters.oldestSeconds, now - request.startedAt);
    byRoute.set(route, waiters);
  }
  const all = [...byRoute].map(([route, waiters]) => ({ route, ...waiters }));
  const waiters = all.toSorted((a, b) => b.count - a.count);
  return {
    waiters: waiters.slice(0, WAITER_LIMIT),
    waitersLeftOut: waiters.slice(WAITER_LIMIT).reduce((sum, { count }) => sum + count, 0),
  };
}

import type { PoolCause } from "@plimsoll/catalog";
import type { LockBlocker } from "../server-probe/lock-waits.ts";
import type { Usual } from "./baseline.ts";
import type { PoolMoment, PoolTotals } from "./pool-totals.ts";

/** What a rule looks at. */
export interface Evidence {
  readonly window: PoolTotals;
  readonly moment: PoolMoment;
  readonly usual: Usual | undefined;
}

/** Returns why its cause is the one, in a sentence with numbers; undefined when it is not. */
export type CauseRule = (evidence: Evidence) => string | undefined;

// A connect takes milliseconds; one that takes this long meets nobody who answers.
const HANGING_CONNECT_SECONDS = 2;
// The event loop, and not the pool, kept at least half of the time that requests waited, or half of the time of the queries.
const LOOP_SHARE = 0.5;
// A loop that is a tick late now and then is a busy one, not a blocked one.
const LATE_SECONDS = 0.02;
// A loop that works for four fifths of the time and is late, or for nine tenths, has no time for more connections.
const BUSY_SHARE = 0.8;
const FULL_SHARE = 0.9;
// An app that starts loads its modules: for some seconds its loop has no time left, and that says nothing.
const FULL_AFTER_SECONDS = 5;
// Half of the held time belongs to holders that wait for their own pool.
const NESTED_SHARE = 0.5;
// A quarter of the held time is on connections that nobody gives back: below that the rest of the pool is what is short.
const LEAK_SHARE = 0.25;
// Growth that names: the same factors as in the alert rules (30 % more demand, 50 % longer holds).
const DEMAND_GROWTH = 1.3;
const HOLD_GROWTH = 1.5;
// With no baseline, holds are idle when half of their time is, and as much as a user can feel; and queries are slow when they take as long as harms one.
const FELT_SECONDS = 0.1;
const SLOW_QUERY_SECONDS = 1;
// Queries are what takes long when half of the held time or more has one in flight.
const QUERY_SHARE = 0.5;
// Half of the running queries wait for a lock.
const LOCK_SHARE = 0.5;
// The pool is the bottleneck when it is used up for half of the time or more.
const SATURATED_SHARE = 0.5;
const UNDERSIZED_AFTER_SECONDS = 10;

/** In the order of blame. `docs/causes.md` explains each rule. */
export const CAUSE_RULES: readonly (readonly [PoolCause, CauseRule])[] = [
  ["event_loop", eventLoop],
  ["connect_failure", connectFailure],
  ["nested_acquire", nestedAcquire],
  ["leak", leak],
  ["held_idle", heldIdle],
  ["lock_wait", lockWait],
  ["slow_query", slowQuery],
  ["demand", demand],
  ["undersized", undersized],
];

/** Connections were idle while requests waited, or the loop has no time left, or is as late as queries seem long. */
function eventLoop({ window }: Evidence): string | undefined {
  const waited = window.grantedWaitSeconds;
  if (waited > 0 && window.onIdleSeconds >= LOOP_SHARE * waited && isFelt(window))
    return `requests waited ${seconds(window.onIdleSeconds)} in all with a connection idle: the event loop was blocked`;
  const late = window.timers === 0 ? 0 : window.lateSeconds / window.timers;
  const query = meanQuerySeconds(window);
  const busy = window.busySeconds / window.at;
  const isLate = late >= LATE_SECONDS && query > 0 && late >= LOOP_SHARE * query;
  // A timer that beats in time with what blocks is on time: so a loop that is full counts by itself.
  const isFull = busy >= FULL_SHARE || (busy >= BUSY_SHARE && late >= LATE_SECONDS);
  if (!isLate && !(isFull && window.at >= FULL_AFTER_SECONDS)) return undefined;
  return `the event loop worked for ${percent(busy)} of the time and its timers were ${seconds(late)} late on average, a query took ${seconds(query)}`;
}

function isFelt({ onIdleSeconds, granted }: PoolTotals): boolean {
  return granted > 0 && onIdleSeconds / granted >= LATE_SECONDS;
}

/** At least as many connects failed as succeeded, or they hang. */
function connectFailure({ window, moment }: Evidence): string | undefined {
  const { connectsFailed: failed, connectsSucceeded: succeeded } = window;
  if (failed > 0 && failed >= succeeded) return `${failed} connects failed, ${succeeded} succeeded`;
  if (succeeded === 0 && moment.oldestConnectSeconds >= HANGING_CONNECT_SECONDS)
    return `${moment.connecting} connects run, the oldest for ${seconds(moment.oldestConnectSeconds)}`;
  return undefined;
}

/** Those who hold wait for another connection of the same pool. */
function nestedAcquire({ window }: Evidence): string | undefined {
  const { nestedSeconds, usedSeconds } = window;
  if (nestedSeconds <= 0 || nestedSeconds < NESTED_SHARE * usedSeconds) return undefined;
  return `for ${percent(nestedSeconds / usedSeconds)} of the time that connections were held, their holder waited for another one of this pool`;
}

/** Connections are parked past the threshold, and such holds do not end. */
function leak({ window, moment }: Evidence): string | undefined {
  const { suspectSeconds: suspects, leakAfterSeconds } = moment;
  const parked = suspects.reduce((sum, age) => sum + Math.min(age, window.at), 0);
  if (suspects.length === 0 || parked < LEAK_SHARE * window.usedSeconds) return undefined;
  // Holders that come back after as long a pause are slow, not lost.
  const returned = window.holds === 0 ? 0 : window.parkedSeconds / window.holds;
  if (returned >= leakAfterSeconds) return undefined;
  return `${suspects.length} of ${moment.limit} connections held for over ${seconds(leakAfterSeconds)} with no query, the longest for ${seconds(Math.max(...suspects))}`;
}

/** Holds that ended were longer than usual, and what grew is the time without a query. */
function heldIdle({ window, usual }: Evidence): string | undefined {
  if (window.holds === 0) return undefined;
  const parked = window.parkedSeconds / window.holds;
  const querying = (window.heldSeconds - window.parkedSeconds) / window.holds;
  if (usual === undefined)
    return parked >= FELT_SECONDS && parked >= querying
      ? `of a hold's ${seconds(parked + querying)}, ${seconds(parked)} had no query in flight`
      : undefined;
  const usualParked = usual.holdSeconds - usual.queryingSeconds;
  const hasGrown = parked + querying >= HOLD_GROWTH * usual.holdSeconds;
  if (!hasGrown || parked - usualParked < querying - usual.queryingSeconds) return undefined;
  return `a hold has ${seconds(parked)} with no query in flight, usually ${seconds(usualParked)}`;
}

/** Queries are what takes long, and the server says that they wait for locks. */
function lockWait(evidence: Evidence): string | undefined {
  const { lockWaits, querying } = evidence.moment;
  if (lockWaits === undefined || lockWaits.count === 0) return undefined;
  if (lockWaits.count < LOCK_SHARE * querying) return undefined;
  const waits = `${lockWaits.count} of ${querying} running queries wait for a lock`;
  const { blocker } = lockWaits;
  return blocker === undefined ? waits : `${waits}, most of them for ${describeBlocker(blocker)}`;
}

/** As in `backend 4711 (batch, idle in transaction for 31 s)`. */
function describeBlocker({ pid, application, state, transactionSeconds }: LockBlocker): string {
  if (pid === 0) return "a prepared transaction";
  const since = transactionSeconds === null ? "" : ` for ${seconds(transactionSeconds)}`;
  const what = [application, state === null ? null : `${state}${since}`].filter(Boolean).join(", ");
  return what === "" ? `backend ${pid}` : `backend ${pid} (${what})`;
}

/** Queries take longer than usual, and grew more than the demand did. */
function slowQuery({ window, usual }: Evidence): string | undefined {
  const query = meanQuerySeconds(window);
  const isMost = window.queryingSeconds >= QUERY_SHARE * window.usedSeconds;
  if (!isMost) return undefined;
  if (usual === undefined)
    return query >= SLOW_QUERY_SECONDS ? `a query takes ${seconds(query)}` : undefined;
  const perHold = window.queryingSeconds / Math.max(1, window.granted);
  const growth = perHold / usual.queryingSeconds;
  // More requests make queries longer (a busier server, the reads that a cache spared); longer queries make few more requests.
  if (growth < HOLD_GROWTH || demandGrowth(window, usual) > Math.max(growth, DEMAND_GROWTH))
    return undefined;
  return `queries of a hold take ${seconds(perHold)}, usually ${seconds(usual.queryingSeconds)}`;
}

/** More requests than usual. */
function demand({ window, usual }: Evidence): string | undefined {
  if (usual === undefined || demandGrowth(window, usual) < DEMAND_GROWTH) return undefined;
  const rate = window.started / window.at;
  return `${rate.toFixed(1)} requests per second, usually ${usual.requestRate.toFixed(1)}`;
}

/** Requests per second over the usual; 0 when none come. */
function demandGrowth(window: PoolTotals, usual: Usual): number {
  return window.started / window.at / usual.requestRate;
}

/** All connections are in use, and neither demand nor holds are unusual: the limit is too low for what is usual. */
function undersized({ window, moment }: Evidence): string | undefined {
  // It speaks for what the other rules leave over, so it waits until they had something to see.
  if (window.at < UNDERSIZED_AFTER_SECONDS) return undefined;
  const isUsed = window.saturatedSeconds >= SATURATED_SHARE * window.at;
  const isBusy = window.holds > 0 && window.queryingSeconds > 0;
  if (!isUsed || !isBusy) return undefined;
  return `all ${moment.limit} connections were used for ${percent(window.saturatedSeconds / window.at)} of the time, by the usual demand and the usual holds`;
}

/** Mean seconds of a query, those that still run included. */
function meanQuerySeconds({ queryingSeconds, queries }: PoolTotals): number {
  return queryingSeconds / Math.max(1, queries);
}

function seconds(value: number): string {
  if (value >= 10) return `${value.toFixed(0)} s`;
  return value >= 0.1 ? `${value.toFixed(1)} s` : `${(value * 1000).toFixed(0)} ms`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

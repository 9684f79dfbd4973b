import { AsyncResource } from "node:async_hooks";
import { type ExpectedGrant, type PoolRequest, restoringFlow } from "@plimsoll/pool-observer";
import { explainTimeout } from "../explain-timeout.ts";
import { guard, reportFailure } from "../guard.ts";
import { type PgConnection, trackConnection } from "../pg-client/pg-connection.ts";
import { failedOutcome } from "./acquire-error.ts";
import type { PgPool } from "./pg-shapes.ts";
import type { TrackedPool } from "./tracked-pool.ts";

type Connect = (this: object, callback: unknown) => unknown;
type ConnectCallback = (
  this: unknown,
  error: unknown,
  client: unknown,
  release: unknown,
) => unknown;
type Settle = (value: unknown) => void;

/**
 * Runs `connect` (pg-pool's own) and accounts for its request.
 *
 * @param poolQuery how pg-pool's own `query()` answers, if that is what asks, so that no code of the app will hold the connection
 */
export function observeConnect(
  pool: PgPool,
  tracked: TrackedPool,
  connect: Connect,
  callback: unknown,
  poolQuery: "promise" | "callback" | undefined,
): unknown {
  const { tracker } = tracked;
  let request: PoolRequest;
  try {
    request = tracker.requestStarted(expectedGrant(pool), poolQuery === undefined);
  } catch (error) {
    reportFailure(error);
    return connect.call(pool, callback);
  }
  try {
    if (typeof callback === "function") {
      const observed =
        poolQuery === undefined
          ? observeCallback(tracked, request, callback as never)
          : observePoolQuery(tracked, request, callback as never, poolQuery === "promise");
      return connect.call(pool, observed);
    }
    // pg-pool 3.14.0 index.js:192: an ending pool answers with `this.Promise.reject`.
    if (!pool.ending) {
      guard(() => tracker.enterFlow(request));
      return observePromise(pool, tracked, request, () => connect.call(pool, callback));
    }
    tracker.requestFailed(request, "failed");
    return connect.call(pool, callback);
  } catch (error) {
    tracker.requestFailed(request, "failed");
    throw error;
  }
}

/**
 * How a request that starts now will be granted, from pg-pool 3.14.0 index.js:110 and :200. Idle connections go first, to those who queue
 * already and to this one; whoever finds none left has one opened while there is room, and only then does a request wait for a release.
 */
function expectedGrant(pool: PgPool): ExpectedGrant {
  const { idleCount, waitingCount } = pool;
  if (idleCount > waitingCount) return "idle";
  const opening = idleCount === 0 ? 0 : waitingCount - idleCount;
  return pool.totalCount + opening < (pool.options.max ?? 10) ? "created" : "queued";
}

/** The caller's async context, in which the callback and what follows from it holds the connection; the caller itself goes on without. */
function resourceInFlow({ tracker }: TrackedPool, request: PoolRequest): AsyncResource {
  return restoringFlow(() => {
    guard(() => tracker.enterFlow(request));
    return new AsyncResource("plimsoll.acquire");
  });
}

/** Ends `request` with the answer that pg-pool gives; returns the connection that was granted. */
function settle(
  tracked: TrackedPool,
  request: PoolRequest,
  error: unknown,
  client: unknown,
): PgConnection | undefined {
  try {
    const { tracker } = tracked;
    if (error) {
      const outcome = failedOutcome(error);
      tracker.requestFailed(request, outcome);
      if (outcome === "timeout") explainTimeout(error, tracker);
    } else if (typeof client === "object" && client !== null) {
      const connection = trackConnection(client, tracker);
      tracker.requestGranted(request, connection.held);
      return connection;
    }
  } catch (failure) {
    reportFailure(failure);
  }
  return undefined;
}

/**
 * The callback to hand to pg-pool in the caller's place. It runs the caller's in the async context of the caller: pg-pool runs a queued
 * callback in the context of whoever released the connection, which hangs its queries on a stranger's trace (DataDog/dd-trace-js#3733).
 */
function observeCallback(
  tracked: TrackedPool,
  request: PoolRequest,
  callback: ConnectCallback,
): ConnectCallback {
  const caller = resourceInFlow(tracked, request);
  return function onAcquire(this: unknown, error, client, release) {
    settle(tracked, request, error, client);
    return caller.runInAsyncScope(callback, this, error, client, release);
  };
}

/** As {@link observeCallback}, for the callback of pg-pool's own `query()`, which sends the query before it returns. */
function observePoolQuery(
  tracked: TrackedPool,
  request: PoolRequest,
  callback: ConnectCallback,
  isAnswerPromised: boolean,
): ConnectCallback {
  const caller = new AsyncResource("plimsoll.acquire");
  return function onAcquire(this: unknown, error, client, release) {
    const connection = settle(tracked, request, error, client);
    if (connection === undefined)
      return caller.runInAsyncScope(callback, this, error, client, release);
    connection.isGrantedNow = true;
    connection.isAnswerPromised = isAnswerPromised;
    try {
      return caller.runInAsyncScope(callback, this, error, client, release);
    } finally {
      connection.isGrantedNow = false;
    }
  };
}

/**
 * Runs `connect` (pg-pool's own, without a callback) and sees its answer without touching the promise that the caller gets: not by a `then`,
 * which would mark a rejection as handled, nor by a promise of ours, which would settle on another tick and have another stack.
 * pg-pool makes the promise with `new this.Promise(executor)`; for the length of this call that is a constructor which
 * returns a promise of the very class, and sees `resolve` and `reject` being called.
 */
function observePromise(
  pool: PgPool,
  tracked: TrackedPool,
  request: PoolRequest,
  connect: () => unknown,
): unknown {
  const RealPromise = pool.Promise;
  pool.Promise = observingConstructor(RealPromise, (error, client) =>
    settle(tracked, request, error, client),
  );
  try {
    return connect();
  } finally {
    pool.Promise = RealPromise;
  }
}

function observingConstructor(
  RealPromise: PromiseConstructor,
  onSettled: (error: unknown, client: unknown) => void,
): PromiseConstructor {
  function ObservedPromise(executor: (resolve: Settle, reject: Settle) => void): object {
    return new RealPromise((resolve, reject) => {
      executor(
        (client) => {
          onSettled(undefined, client);
          resolve(client);
        },
        (error) => {
          onSettled(error ?? new Error("rejected without a reason"), undefined);
          reject(error);
        },
      );
    });
  }
  return ObservedPromise as unknown as PromiseConstructor;
}

import { AsyncResource } from "node:async_hooks";
import type { ExpectedGrant, PoolRequest } from "@plimsoll/pool-observer";
import { failedOutcome } from "./acquire-error.ts";
import { guard } from "../guard.ts";
import { trackConnection } from "../pg-client/pg-connection.ts";
import type { PgPool } from "./pg-shapes.ts";
import type { TrackedPool } from "./tracked-pool.ts";

type ConnectCallback = (
  this: unknown,
  error: unknown,
  client: unknown,
  release: unknown,
) => unknown;
type Settle = (value: unknown) => void;

/**
 * How a request that starts now will be granted, from pg-pool 3.14.0 index.js:110 and :200. Idle connections go first, to those who queue
 * already and to this one; whoever finds none left has one opened while there is room, and only then does a request wait for a release.
 */
export function expectedGrant(pool: PgPool): ExpectedGrant {
  const { idleCount, waitingCount } = pool;
  if (idleCount > waitingCount) return "idle";
  const opening = idleCount === 0 ? 0 : waitingCount - idleCount;
  return pool.totalCount + opening < (pool.options.max ?? 10) ? "created" : "queued";
}

/** Ends `request` with the answer that pg-pool gives. */
function settle(tracked: TrackedPool, request: PoolRequest, error: unknown, client: unknown): void {
  guard(() => {
    const { tracker } = tracked;
    if (error) tracker.requestFailed(request, failedOutcome(error));
    else if (typeof client === "object" && client !== null)
      tracker.requestGranted(request, trackConnection(client, tracker).held);
  });
}

/**
 * The callback to hand to pg-pool in the caller's place. It runs the caller's in the async context of the caller: pg-pool runs a queued
 * callback in the context of whoever released the connection, which hangs its queries on a stranger's trace (DataDog/dd-trace-js#3733).
 */
export function observeCallback(
  tracked: TrackedPool,
  request: PoolRequest,
  callback: ConnectCallback,
): ConnectCallback {
  const caller = new AsyncResource("plimsoll.acquire");
  return function onAcquire(this: unknown, error, client, release) {
    settle(tracked, request, error, client);
    return caller.runInAsyncScope(callback, this, error, client, release);
  };
}

/**
 * Runs `connect` (pg-pool's own, without a callback) and sees its answer without touching the promise that the caller gets: not by a `then`,
 * which would mark a rejection as handled, nor by a promise of ours, which would settle on another tick and have another stack.
 * pg-pool makes the promise with `new this.Promise(executor)`; for the length of this call that is a constructor which
 * returns a promise of the very class, and sees `resolve` and `reject` being called.
 */
export function observePromise(
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

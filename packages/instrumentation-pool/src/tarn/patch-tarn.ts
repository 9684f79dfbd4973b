import type { CloseReason } from "@plimsoll/catalog";
import type { ExpectedGrant, PoolRegistry } from "@plimsoll/pool-observer";
import { guard } from "../guard.ts";
import { patchMethod } from "../patch-method.ts";
import { whileCreating } from "../pg-client/patch-client.ts";
import { Creation } from "../resource-pool/creation.ts";
import { isTimeoutError, type TimeoutErrorClass } from "../resource-pool/timeout-error.ts";
import type { TarnPool } from "./tarn-shapes.ts";
import { type TrackedTarnPool, trackTarnPool } from "./tracked-tarn-pool.ts";

type Handler = (tracked: TrackedTarnPool, pool: TarnPool, args: readonly unknown[]) => void;

/**
 * Patches tarn's class, so that every pool made of it, before or after, feeds `registry` from its next event on.
 *
 * tarn tells its listeners of everything through one method, each request and each creation with an id of its own and exactly
 * one end, and synchronously before the app hears of it. Seen there, no promise is touched and no listener added.
 */
export function patchTarnClass(
  prototype: object,
  registry: PoolRegistry,
  TimeoutError?: TimeoutErrorClass,
): void {
  const handlers = createHandlers(TimeoutError);
  patchMethod(prototype, "_executeEventHandlers", (original) => {
    return function _executeEventHandlers(this: object, ...args: unknown[]) {
      const handle = handlers.get(args[0]);
      if (handle !== undefined) guard(() => dispatch(this as TarnPool, registry, handle, args));
      return original.apply(this, args);
    };
  });
  patchMethod(prototype, "_create", (original) => {
    return function _create(this: object, ...args: unknown[]) {
      const creation = guard(() => creationOf(this as TarnPool, registry));
      if (creation === undefined) return original.apply(this, args);
      return whileCreating(creation, () => original.apply(this, args));
    };
  });
}

function dispatch(
  pool: TarnPool,
  registry: PoolRegistry,
  handle: Handler,
  args: readonly unknown[],
): void {
  const tracked = trackTarnPool(pool, registry);
  if (!tracked.late.isOther) handle(tracked, pool, args);
  else tracked.requests.clear();
}

/** tarn fires `createRequest` first of all in `_create`: it takes the one that stands here. */
let created: Creation | undefined;

function creationOf(pool: TarnPool, registry: PoolRegistry): Creation | undefined {
  const { late } = trackTarnPool(pool, registry);
  created = late.isOther ? undefined : new Creation(late);
  return created;
}

/** By tarn's event; `args` are its name, its id (or the connection), and what else the event carries. */
function createHandlers(TimeoutError: TimeoutErrorClass | undefined): Map<unknown, Handler> {
  return new Map<unknown, Handler>([
    ["acquireRequest", onAcquireRequest],
    ["acquireSuccess", onAcquireSuccess],
    ["acquireFail", onAcquireFail(TimeoutError)],
    ["release", ({ late }, _pool, [, resource]) => late.released(resource as object)],
    ["createRequest", onCreateRequest],
    ["createSuccess", onCreateSuccess],
    ["createFail", onCreateFail(TimeoutError)],
    ["destroyRequest", onDestroyRequest],
  ]);
}

const onAcquireRequest: Handler = ({ late, requests }, pool, [, id]) => {
  requests.set(id, late.requestStarted(expectedGrant(pool)));
};

const onAcquireSuccess: Handler = ({ late, requests }, _pool, [, id, resource]) => {
  const request = requests.get(id);
  requests.delete(id);
  // A request from before us gives no hold, but tells what the pool holds.
  if (request === undefined) late.see(resource);
  else late.requestGranted(request, resource as object);
};

function onAcquireFail(TimeoutError: TimeoutErrorClass | undefined): Handler {
  return ({ late, requests }, _pool, [, id, error]) => {
    const request = requests.get(id);
    requests.delete(id);
    if (request !== undefined)
      late.requestFailed(request, failedOutcome(error, isTimeoutError(error, TimeoutError)), error);
  };
}

const onCreateRequest: Handler = ({ creations }, _pool, [, id]) => {
  if (created !== undefined) creations.set(id, created);
  created = undefined;
};

const onCreateSuccess: Handler = ({ late, creations }, _pool, [, id, resource]) => {
  const creation = creations.get(id);
  creations.delete(id);
  // One from before us tells what the pool holds.
  if (creation === undefined) late.see(resource);
  else creation.succeeded(resource);
};

const onDestroyRequest: Handler = ({ late }, pool, [, , resource]) => {
  late.dropped(resource as object, closeReason(pool, resource));
};

/** From tarn 3.1.2 dist/Pool.js: `check()` destroys what is still in its list of free ones, a failed validation what is in none. */
function closeReason({ destroyed, free }: TarnPool, resource: unknown): CloseReason {
  if (destroyed) return "end";
  return free.some((held) => held.resource === resource) ? "idle" : "error";
}

function onCreateFail(TimeoutError: TimeoutErrorClass | undefined): Handler {
  return ({ creations }, _pool, [, id, error]) => {
    creations.get(id)?.failed(error, isTimeoutError(error, TimeoutError));
    creations.delete(id);
  };
}

/**
 * How a request that starts now will be granted, from tarn 3.1.2 dist/Pool.js `_tryAcquireOrCreate` and `_shouldCreateMoreResources`.
 * A free connection that its validation turns down stays `idle`, although its request then gets another one.
 */
function expectedGrant(pool: TarnPool): ExpectedGrant {
  if (pool.free.length > 0) return "idle";
  const hasRoom = pool.used.length + pool.pendingCreates.length < pool.max;
  const isOneOnTheWay = pool.pendingCreates.length > pool.pendingAcquires.length;
  return hasRoom || isOneOnTheWay ? "created" : "queued";
}

// tarn 3.1.2 dist/PendingOperation.js `abort()`: by the app, or by `destroy()` for all who wait.
const ABORTED_MESSAGE = "aborted";

function failedOutcome(error: unknown, isTimeout: boolean): "timeout" | "abandoned" | "failed" {
  if (isTimeout) return "timeout";
  return error instanceof Error && error.message === ABORTED_MESSAGE ? "abandoned" : "failed";
}

import type { CloseReason } from "@plimsoll/catalog";
import { type PoolRegistry, replayableClock } from "@plimsoll/pool-observer";
import { guard } from "../guard.ts";
import { patchMethod } from "../patch-method.ts";
import type { TimeoutErrorClass } from "../resource-pool/timeout-error.ts";
import { observeCreation } from "./observe-creation.ts";
import { observeDeferred } from "./observe-deferred.ts";
import type { SequelizePool } from "./sequelize-shapes.ts";
import {
  type Asking,
  type TrackedSequelizePool,
  trackSequelizePool,
} from "./tracked-sequelize-pool.ts";

/** Patches sequelize-pool's class, so that every pool made of it, before or after, feeds `registry` from its next call on. */
export function patchSequelizePoolClass(
  prototype: object,
  registry: PoolRegistry,
  TimeoutError?: TimeoutErrorClass,
): void {
  const track = (pool: object): TrackedSequelizePool | undefined => {
    const tracked = trackSequelizePool(pool as SequelizePool, registry);
    return tracked.late.isOther ? undefined : tracked;
  };
  patchMethod(prototype, "acquire", (original) => {
    return function acquire(this: object, ...args: unknown[]) {
      const tracked = guard(() => track(this));
      if (tracked === undefined) return original.apply(this, args);
      return observeAcquire(this as SequelizePool, tracked, () => original.apply(this, args));
    };
  });
  // Called by `acquire()` right after it put its promise at the end of the queue.
  patchMethod(prototype, "_dispense", (original) => {
    return function _dispense(this: object, ...args: unknown[]) {
      guard(() => {
        const asking = track(this)?.asking;
        const deferred = (this as SequelizePool)._pendingAcquires.at(-1);
        if (asking !== undefined && !asking.isKnown && deferred !== undefined)
          observeDeferred(deferred, asking, TimeoutError);
      });
      return original.apply(this, args);
    };
  });
  patchMethod(prototype, "_createResource", (original) => {
    return function _createResource(this: object, ...args: unknown[]) {
      const tracked = guard(() => track(this));
      if (tracked === undefined) return original.apply(this, args);
      if (tracked.asking !== undefined) tracked.asking.isCreating = true;
      return observeCreation(this as SequelizePool, tracked.late, () => original.apply(this, args));
    };
  });
  patchGivingBack(prototype, track);
}

/** From sequelize-pool 7.1.0 lib/Pool.js: `_removeIdle()`, `release()`, `destroyAllNow()`; else Sequelize or a validation found it broken. */
function closeReason(
  pool: SequelizePool,
  { isReaping }: TrackedSequelizePool,
  resource: unknown,
): CloseReason {
  if (pool._draining) return "end";
  if (isReaping) return "idle";
  const used = pool._inUseObjects.find((held) => held.resource === resource);
  return used !== undefined && used.useCount >= pool.maxUsesPerResource ? "uses" : "error";
}

function patchGivingBack(
  prototype: object,
  track: (pool: object) => TrackedSequelizePool | undefined,
): void {
  patchMethod(prototype, "release", (original) => {
    return function release(this: object, ...args: unknown[]) {
      guard(() => track(this)?.late.released(args[0] as object));
      return original.apply(this, args);
    };
  });
  patchMethod(prototype, "_removeIdle", (original) => {
    return function _removeIdle(this: object, ...args: unknown[]) {
      const tracked = guard(() => track(this));
      if (tracked === undefined) return original.apply(this, args);
      tracked.isReaping = true;
      try {
        return original.apply(this, args);
      } finally {
        tracked.isReaping = false;
      }
    };
  });
  patchMethod(prototype, "destroy", (original) => {
    return function destroy(this: object, ...args: unknown[]) {
      guard(() => {
        const [resource] = args;
        const pool = this as SequelizePool;
        const tracked = track(pool);
        if (tracked !== undefined && holds(pool, resource))
          tracked.late.dropped(resource as object, closeReason(pool, tracked, resource));
      });
      return original.apply(this, args);
    };
  });
}

/** Runs `acquire` (the pool's own) and counts the request, from the time of the call, as what it turned out to be. */
function observeAcquire(
  pool: SequelizePool,
  tracked: TrackedSequelizePool,
  acquire: () => unknown,
): unknown {
  const { late, asking: outer } = tracked;
  const asking: Asking = {
    late,
    startedAt: replayableClock(),
    isCreating: false,
    isKnown: false,
    request: undefined,
  };
  // A pool that drains refuses at once.
  const isRefused = pool._draining;
  tracked.asking = asking;
  try {
    return acquire();
  } finally {
    tracked.asking = outer;
    guard(() => {
      if (isRefused) late.requestFailed(late.requestStarted("queued"), "failed");
      else if (asking.isKnown)
        asking.request ??= late.requestStarted(
          asking.isCreating ? "created" : "queued",
          asking.startedAt,
        );
    });
  }
}

function holds(pool: SequelizePool, resource: unknown): boolean {
  const isIt = (held: { readonly resource: object }) => held.resource === resource;
  return pool._inUseObjects.some(isIt) || pool._availableObjects.some(isIt);
}

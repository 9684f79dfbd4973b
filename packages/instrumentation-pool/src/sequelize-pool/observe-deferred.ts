import { guard } from "../guard.ts";
import { patchMethod } from "../patch-method.ts";
import { isTimeoutError, type TimeoutErrorClass } from "../resource-pool/timeout-error.ts";
import type { Asking } from "./tracked-sequelize-pool.ts";

/** The `acquire()` behind each promise that waits. */
const askings = new WeakMap<object, Asking>();

/**
 * Sees how `deferred`, which the pool keeps for the `acquire()` of `asking`, is settled: by its class's own `resolve` and `reject`, so that the
 * promise that the app gets stays untouched. The class is not exported; the first deferred shows it.
 */
export function observeDeferred(
  deferred: object,
  asking: Asking,
  TimeoutError: TimeoutErrorClass | undefined,
): void {
  patchDeferredClass(Object.getPrototypeOf(deferred) as object, TimeoutError);
  askings.set(deferred, asking);
  asking.isKnown = true;
}

function patchDeferredClass(prototype: object, TimeoutError: TimeoutErrorClass | undefined): void {
  patchMethod(prototype, "resolve", (original) => {
    return function resolve(this: object, ...args: unknown[]) {
      guard(() => {
        const asking = take(this);
        if (asking !== undefined) asking.late.requestGranted(requestOf(asking), args[0] as object);
      });
      return original.apply(this, args);
    };
  });
  patchMethod(prototype, "reject", (original) => {
    return function reject(this: object, ...args: unknown[]) {
      guard(() => {
        const asking = take(this);
        const outcome = isTimeoutError(args[0], TimeoutError) ? "timeout" : "failed";
        if (asking !== undefined) asking.late.requestFailed(requestOf(asking), outcome, args[0]);
      });
      return original.apply(this, args);
    };
  });
}

function take(deferred: object): Asking | undefined {
  const asking = askings.get(deferred);
  askings.delete(deferred);
  return asking;
}

/** The request of `asking`; made here when `acquire()` has not returned yet, which means that a connection was free. */
function requestOf(asking: Asking): NonNullable<Asking["request"]> {
  asking.request ??= asking.late.requestStarted("idle", asking.startedAt);
  return asking.request;
}

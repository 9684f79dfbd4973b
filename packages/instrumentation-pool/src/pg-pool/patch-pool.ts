import type { CloseReason } from "@plimsoll/catalog";
import type { PoolRegistry } from "@plimsoll/pool-observer";
import { guard, reportFailure } from "../guard.ts";
import { patchMethod } from "../patch-method.ts";
import { observeClose } from "../pg-client/observe-close.ts";
import { whileOpening } from "../pg-client/patch-client.ts";
import type { PgClient } from "../pg-client/pg-client.ts";
import { connectionOf } from "../pg-client/pg-connection.ts";
import { observeConnect } from "./observe-acquire.ts";
import type { PgPool } from "./pg-shapes.ts";
import { trackPool } from "./tracked-pool.ts";
import { connectWatcher } from "./watch-connect.ts";

/**
 * Patches pg-pool's class, so that every pool made of it, before or after, feeds `registry` from its next call on.
 * Methods only: listeners change what graphile-worker and Neon do, and a proxy or a subclass breaks `instanceof`.
 */
export function patchPoolClass(prototype: object, registry: PoolRegistry): void {
  patchAcquiring(prototype, registry);
  patchMethod(prototype, "newClient", (original) => {
    return function newClient(this: object, ...args: unknown[]) {
      const pool = this as PgPool;
      const tracked = guard(() => trackPool(pool, registry));
      if (tracked === undefined) return original.apply(this, args);
      return whileOpening(connectWatcher(pool, tracked), () => original.apply(this, args));
    };
  });
  patchMethod(prototype, "_acquireClient", (original) => {
    return function _acquireClient(
      this: object,
      client: unknown,
      pendingItem: unknown,
      idleListener: unknown,
      isNew: unknown,
    ) {
      if (isNew === true)
        guard(() => trackPool(this as PgPool, registry).connecting.delete(client as PgClient));
      return original.call(this, client, pendingItem, idleListener, isNew);
    };
  });
  patchGivingBack(prototype, registry);
}

/** Set while pg-pool's own `query()` calls `connect()`, when nobody but the pool then holds the connection: how that `query()` answers. */
let poolQuery: "promise" | "callback" | undefined;

function patchAcquiring(prototype: object, registry: PoolRegistry): void {
  patchMethod(prototype, "query", (original) => {
    return function query(this: object, text: unknown, values: unknown, callback: unknown) {
      poolQuery =
        typeof values === "function" || typeof callback === "function" ? "callback" : "promise";
      try {
        return original.call(this, text, values, callback);
      } finally {
        poolQuery = undefined;
      }
    };
  });
  patchMethod(prototype, "connect", (original) => {
    return function connect(this: object, callback: unknown) {
      const heldBy = poolQuery;
      poolQuery = undefined;
      let tracked;
      try {
        tracked = trackPool(this as PgPool, registry);
      } catch (error) {
        reportFailure(error);
        return original.call(this, callback);
      }
      return observeConnect(this as PgPool, tracked, original, callback, heldBy);
    };
  });
}

/** The client that `_release()` is giving back now: what it drops inside of the call, it drops because of that. */
let releasing: unknown;
let releaseError: unknown;

function patchGivingBack(prototype: object, registry: PoolRegistry): void {
  patchMethod(prototype, "_release", (original) => {
    return function _release(this: object, client: unknown, idleListener: unknown, error: unknown) {
      try {
        connectionOf(client as object)?.noteReleased();
      } catch (failure) {
        reportFailure(failure);
      }
      const outer = releasing;
      const outerError = releaseError;
      releasing = client;
      releaseError = error;
      try {
        return original.call(this, client, idleListener, error);
      } finally {
        releasing = outer;
        releaseError = outerError;
      }
    };
  });
  patchMethod(prototype, "_remove", (original) => {
    return function _remove(this: object, ...args: unknown[]) {
      guard(() => {
        const pool = this as PgPool;
        const client = args[0] as PgClient;
        observeClose(client, trackPool(pool, registry).tracker, closeReason(pool, client));
      });
      return original.apply(this, args);
    };
  });
}

/** Why pg-pool drops `client`, from pg-pool 3.14.0 index.js:388 (`_release`), :90 (an error while idle), :148 (`end`) and :417 (idle for too long). */
function closeReason(pool: PgPool, client: PgClient): CloseReason {
  const isReleased = releasing === client;
  if (isReleased && releaseError) return "error";
  if (pool.ending) return "end";
  if (client._queryable === false || client._ending === true) return "error";
  if (!isReleased) return "idle";
  return (client._poolUseCount ?? 0) >= (pool.options.maxUses ?? Infinity) ? "uses" : "lifetime";
}

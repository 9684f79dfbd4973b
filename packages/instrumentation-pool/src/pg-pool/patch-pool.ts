import type { PoolRegistry } from "@plimsoll/pool-observer";
import { guard } from "../guard.ts";
import { patchMethod } from "../patch-method.ts";
import { observeClose } from "../pg-client/observe-close.ts";
import { whileOpening } from "../pg-client/patch-client.ts";
import type { PgClient } from "../pg-client/pg-client.ts";
import { connectionOf } from "../pg-client/pg-connection.ts";
import { expectedGrant, observeCallback, observePromise } from "./observe-acquire.ts";
import type { PgPool } from "./pg-shapes.ts";
import { trackPool } from "./tracked-pool.ts";
import { connectWatcher } from "./watch-connect.ts";

/**
 * Patches pg-pool's class, so that every pool made of it, before or after, feeds `registry` from its next call on.
 * Methods only: listeners change what graphile-worker and Neon do, and a proxy or a subclass breaks `instanceof`.
 */
export function patchPoolClass(prototype: object, registry: PoolRegistry): void {
  patchConnect(prototype, registry);
  patchMethod(prototype, "newClient", (original) => {
    return function newClient(this: object, ...args: unknown[]) {
      const pool = this as PgPool;
      const tracked = guard(() => trackPool(pool, registry));
      if (tracked === undefined) return original.apply(this, args);
      return whileOpening(connectWatcher(pool, tracked), () => original.apply(this, args));
    };
  });
  patchMethod(prototype, "_acquireClient", (original) => {
    return function _acquireClient(this: object, ...args: unknown[]) {
      const [client, , , isNew] = args;
      if (isNew === true)
        guard(() => trackPool(this as PgPool, registry).connecting.delete(client as PgClient));
      return original.apply(this, args);
    };
  });
  patchMethod(prototype, "_release", (original) => {
    return function _release(this: object, ...args: unknown[]) {
      guard(() => {
        const connection = connectionOf(args[0] as object);
        connection?.tracker.released(connection.held);
      });
      return original.apply(this, args);
    };
  });
  patchMethod(prototype, "_remove", (original) => {
    return function _remove(this: object, ...args: unknown[]) {
      guard(() => {
        const { tracker } = trackPool(this as PgPool, registry);
        observeClose(args[0] as PgClient, tracker);
      });
      return original.apply(this, args);
    };
  });
}

function patchConnect(prototype: object, registry: PoolRegistry): void {
  patchMethod(prototype, "connect", (original) => {
    return function connect(this: object, ...args: unknown[]) {
      const pool = this as PgPool;
      const [callback] = args;
      const tracked = guard(() => trackPool(pool, registry));
      const request = tracked && guard(() => tracked.tracker.requestStarted(expectedGrant(pool)));
      if (tracked === undefined || request === undefined) return original.apply(this, args);
      try {
        if (typeof callback === "function")
          return original.call(this, observeCallback(tracked, request, callback as never));
        // pg-pool 3.14.0 index.js:192: an ending pool answers with `this.Promise.reject`.
        if (!pool.ending)
          return observePromise(pool, tracked, request, () => original.apply(this, args));
        tracked.tracker.requestFailed(request, "failed");
        return original.apply(this, args);
      } catch (error) {
        tracked.tracker.requestFailed(request, "failed");
        throw error;
      }
    };
  });
}

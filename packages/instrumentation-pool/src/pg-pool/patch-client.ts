import { errorCode } from "./acquire-error.ts";
import { connectionOf, noteNoQuery, noteQueries, trackConnection } from "./pg-connection.ts";
import type { PgClient, PgPool } from "./pg-shapes.ts";
import { guard } from "../guard.ts";
import { patchMethod } from "../patch-method.ts";
import type { TrackedPool } from "./tracked-pool.ts";

type ConnectCallback = (this: unknown, ...args: unknown[]) => unknown;

/** The pool inside whose `newClient()` the running code is, so that the client's `connect()` knows whose it is. */
let opening: { readonly pool: PgPool; readonly tracked: TrackedPool } | undefined;

/** Runs `open` (pg-pool's own `newClient`) such that the client which it connects is known to be `pool`'s. */
export function whileOpening<T>(pool: PgPool, tracked: TrackedPool, open: () => T): T {
  const outer = opening;
  opening = { pool, tracked };
  try {
    return open();
  } finally {
    opening = outer;
  }
}

/** Patches the class of a pool's clients, once: how long they connect, and when they have a query in flight. */
export function patchClientClass(prototype: object): void {
  patchMethod(
    prototype,
    "connect",
    (original) =>
      function connect(this: object, ...args: unknown[]) {
        const [callback] = args;
        const opened = opening;
        if (opened === undefined || typeof callback !== "function")
          return original.apply(this, args);
        opening = undefined;
        const observed = guard(() =>
          observeConnect(
            this as PgClient,
            opened.pool,
            opened.tracked,
            callback as ConnectCallback,
          ),
        );
        return original.apply(this, observed === undefined ? args : [observed]);
      },
  );
  // pg 8.23.1 lib/client.js: called after every enqueued query and after every ReadyForQuery, for each kind of query.
  patchMethod(prototype, "_pulseQueryQueue", (original) => {
    return function _pulseQueryQueue(this: object, ...args: unknown[]) {
      const result = original.apply(this, args);
      guard(() => noteQueries(this as PgClient));
      return result;
    };
  });
  // The connection broke: no ReadyForQuery will come.
  patchMethod(prototype, "_errorAllQueries", (original) => {
    return function _errorAllQueries(this: object, ...args: unknown[]) {
      guard(() => {
        const connection = connectionOf(this);
        if (connection !== undefined) noteNoQuery(connection);
      });
      return original.apply(this, args);
    };
  });
}

function observeConnect(
  client: PgClient,
  pool: PgPool,
  { tracker, connecting }: TrackedPool,
  callback: ConnectCallback,
): ConnectCallback {
  const startedAt = tracker.connectStarted();
  connecting.add(client);
  trackConnection(client, tracker);
  let isSettled = false;
  // Without a name, as pg-pool's own: it shows in logs of a client that is connecting.
  return function (this: unknown, ...args: unknown[]) {
    if (!isSettled) {
      isSettled = true;
      const [error] = args;
      guard(() => {
        if (!error) {
          tracker.connectSucceeded(startedAt);
          return;
        }
        connecting.delete(client);
        tracker.connectFailed(startedAt, errorCode(error) ?? codelessFailure(pool, error));
      });
    }
    return callback.apply(this, args);
  };
}

/** pg-pool 3.14.0 index.js:250: its timer destroys the socket, so that the client sees a connection that ended by itself. */
function codelessFailure(pool: PgPool, error: unknown): "timeout" | undefined {
  const isDestroyed =
    error instanceof Error && error.message.startsWith("Connection terminated unexpectedly");
  return isDestroyed && pool.options.connectionTimeoutMillis ? "timeout" : undefined;
}

import { guard, reportFailure } from "../guard.ts";
import {
  isReserve,
  type PostgresConnection,
  type PostgresQuery,
  type PostgresRequest,
} from "./postgres-shapes.ts";
import { whileSending } from "./watch-query.ts";
import type { WatchedConnection } from "./watched-connection.ts";
import type { WatchedPool } from "./watched-pool.ts";

/** Runs postgres.js' own `connect()` such that the sockets opened on its behalf are known to be `connection`'s. */
export type RunConnect = <T>(connection: WatchedConnection, connect: () => T) => T;

/** Watches what the pool tells one of its connections to do. */
export function watchCalls(
  pool: WatchedPool,
  connection: PostgresConnection,
  watched: WatchedConnection,
  runConnect: RunConnect,
): void {
  const { connect, execute, end, terminate } = connection;
  connection.connect = (request) => {
    guard(() => noteConnect(pool, watched, request));
    return runConnect(watched, () => connect.call(connection, request));
  };
  connection.execute = (query) => observeExecute(pool, watched, query, execute);
  connection.end = () => {
    pool.isLeaving = true;
    guard(() => watched.endAsked());
    try {
      return end.call(connection);
    } finally {
      pool.isLeaving = false;
      pool.isEndAsked = true;
    }
  };
  connection.terminate = () => {
    pool.isDestroying = true;
    try {
      return terminate.call(connection);
    } finally {
      guard(() => watched.terminated());
    }
  };
}

function observeExecute(
  pool: WatchedPool,
  watched: WatchedConnection,
  query: PostgresQuery,
  execute: PostgresConnection["execute"],
): unknown {
  try {
    watched.isExecuting = noteExecute(pool, watched, query);
  } catch (error) {
    reportFailure(error);
  }
  // As a method, for the sake of its name in stacks.
  const { result, refusal } = whileSending(query, () => execute.call(watched.connection, query));
  if (!watched.isExecuting) return result;
  watched.isExecuting = false;
  try {
    // A connection that is being closed refuses it.
    if (query.state !== null) watched.querySent(query, refusal);
  } catch (error) {
    reportFailure(error);
  }
  return result;
}

/** Returns whether the connection can send it. */
function noteExecute(pool: WatchedPool, watched: WatchedConnection, query: PostgresQuery): boolean {
  watched.connected();
  if (watched.phase !== "open") return false;
  // Within a transaction or a `sql.reserve()` it asks for no connection.
  if (watched.connection.reserved) return true;
  pool.asked(query, "idle");
  pool.granted(query, watched);
  return true;
}

/** A connection begins to connect; its first query will be `request`, or it goes to a `sql.reserve()`. */
function noteConnect(
  pool: WatchedPool,
  watched: WatchedConnection,
  request: PostgresRequest,
): void {
  watched.connectAsked();
  if (!isReserve(request)) {
    pool.asked(request, "created");
    watchFirst(pool, watched, request);
    return;
  }
  const { reject } = request;
  request.reject = (error) => {
    guard(() => watched.firstRefused(error));
    return reject(error);
  };
}

/**
 * Sees the first query of a connection being sent or refused: postgres.js does both inside of the connection.
 *
 * Sending sets `parameters` of the query, which is not there before (postgres 3.4.9 src/connection.js:228); until then it is a property that
 * shows nowhere and becomes a plain one. Refusing calls its `reject`.
 */
export function watchFirst(
  pool: WatchedPool,
  watched: WatchedConnection,
  query: PostgresQuery,
): void {
  const { reject } = query;
  const watching = (error: unknown) => {
    query.reject = reject;
    guard(() => noteRefused(pool, watched, query, error));
    return reject(error);
  };
  // Without a name, as its own.
  query.reject = Object.defineProperty(watching, "name", { value: "" });
  Object.defineProperty(query, "parameters", {
    configurable: true,
    enumerable: false,
    get: () => undefined,
    set: (value: unknown) => {
      // Gone and made anew, it stands among the others where it stands without us.
      delete query.parameters;
      query.parameters = value;
      if (query.reject === watching) query.reject = reject;
      guard(() => noteFirst(pool, watched, query));
    },
  });
}

function noteFirst(
  pool: WatchedPool,
  watched: WatchedConnection,
  query: PostgresQuery,
  refusal?: { readonly error: unknown },
): void {
  watched.connected();
  pool.granted(query, watched);
  watched.querySent(query, refusal);
}

function noteRefused(
  pool: WatchedPool,
  watched: WatchedConnection,
  query: PostgresQuery,
  error: unknown,
): void {
  // The connection is there, and could not send this query: its parameters are wrong.
  if (query.state !== null) {
    noteFirst(pool, watched, query, { error });
    return;
  }
  // A query that the app cancelled is left, and postgres.js goes on to connect.
  if (!query.cancelled) watched.firstRefused(error);
  pool.failed(query, query.cancelled || pool.isDestroying ? "abandoned" : "failed");
}

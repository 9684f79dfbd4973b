import { guard, reportFailure } from "../guard.ts";
import {
  isReserve,
  type PostgresConnection,
  type PostgresQueue,
  type PostgresRequest,
  type PostgresReserve,
} from "./postgres-shapes.ts";
import { type RunConnect, watchCalls } from "./watch-calls.ts";
import type { WatchedPool } from "./watched-pool.ts";

/**
 * Watches the inside of a pool of postgres.js: its lists and its connections, plain objects that no code outside of postgres.js can reach.
 * Their methods are looked up at each call; each is replaced by one that takes note and calls it.
 */
export function watchPool(pool: WatchedPool, runConnect: RunConnect): void {
  noteOlderRequests(pool);
  watchQueries(pool);
  for (const name of ["open", "reserved", "ended", "closed"] as const)
    watchMoves(pool, pool.queues[name]);
  for (const [connection, watched] of pool.connections)
    watchCalls(pool, connection, watched, runConnect);
}

/** Looks at each request that waits, by taking it out in front and putting it in at the end, all in one turn. */
function noteOlderRequests(pool: WatchedPool): void {
  const { queries } = pool.closure;
  for (let left = queries.length; left > 0; left -= 1) {
    const request = queries.shift();
    if (request === undefined) return;
    queries.push(request);
    pool.noteOlder(request);
    if (isReserve(request)) watchReserve(pool, request);
  }
}

function watchQueries(pool: WatchedPool): void {
  const { queries } = pool.closure;
  const { push, shift, remove } = queries;
  queries.push = (request) => {
    guard(() => noteQueued(pool, request));
    return push(request);
  };
  queries.remove = (request) => {
    // `query.cancel()`
    guard(() => pool.failed(request, "abandoned"));
    return remove(request);
  };
  queries.shift = () => {
    const request = shift();
    // `sql.end({ timeout })` shifts to reject: postgres 3.4.9 src/index.js:383.
    if (request !== undefined && pool.isDestroying) guard(() => pool.failed(request, "abandoned"));
    return request;
  };
}

function watchMoves(pool: WatchedPool, queue: PostgresQueue<PostgresConnection>): void {
  const { push } = queue;
  queue.push = (connection) => {
    try {
      pool.connections.get(connection)?.moved(queue);
    } catch (error) {
      reportFailure(error);
    }
    return push(connection);
  };
}

function noteQueued(pool: WatchedPool, request: PostgresRequest): void {
  if (!isReserve(request)) {
    pool.asked(request, "queued");
    return;
  }
  const expected = pool.queues.closed.length > 0 ? "created" : "queued";
  const started = pool.asked(request, expected, true);
  // `sql.reserve()` comes here before it returns: its caller goes on with the connection.
  if (started !== undefined) pool.tracker.enterFlow(started);
  watchReserve(pool, request);
}

/** A `sql.reserve()` that waits: its object is postgres.js' own. */
function watchReserve(pool: WatchedPool, request: PostgresReserve): void {
  const { reserve, reject } = request;
  request.reserve = (connection) => {
    guard(() => {
      const watched = pool.connections.get(connection);
      if (watched === undefined) return;
      watched.connected();
      watched.queryOver();
      pool.granted(request, watched);
    });
    return reserve(connection);
  };
  request.reject = (error) => {
    guard(() => pool.failed(request, pool.isDestroying ? "abandoned" : "failed"));
    return reject(error);
  };
}

import { findInScopes } from "./closure-scopes.ts";
import {
  isReserve,
  isUnsent,
  type PostgresConnection,
  type PostgresRequest,
} from "./postgres-shapes.ts";
import { watchFirst } from "./watch-calls.ts";
import type { WatchedPool } from "./watched-pool.ts";

/** Says of each connection that was there before us what it does. */
export function watchOlderConnects(pool: WatchedPool): void {
  const { queues } = pool;
  for (const [connection, watched] of pool.connections) {
    const { queue } = connection;
    if (queue === queues.connecting) {
      const first = firstRequestOf(connection);
      watched.phase = first === undefined ? "open" : "starting";
      watched.isConnectFromBefore = true;
      if (first === undefined) continue;
      pool.noteOlder(first);
      if (!isReserve(first)) watchFirst(pool, watched, first);
    } else if (queue !== queues.closed && queue !== queues.ended) watched.phase = "open";
  }
}

/** What a connection is opened for, as its own closure has it; undefined when its first query was sent. */
function firstRequestOf(connection: PostgresConnection): PostgresRequest | undefined {
  const found = findInScopes(connection.execute, (variables) => {
    const values = Object.values(variables);
    return values.includes(connection) ? { first: values.find(isUnsent) } : undefined;
  });
  return found?.first;
}

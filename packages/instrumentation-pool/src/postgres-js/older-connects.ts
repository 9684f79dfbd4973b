import { findInScopes } from "./closure-scopes.ts";
import type { PostgresConnection, PostgresQuery } from "./postgres-shapes.ts";
import { watchFirst } from "./watch-calls.ts";
import type { WatchedPool } from "./watched-pool.ts";

/** Says of each connection that was there before us what it does. */
export function watchOlderConnects(pool: WatchedPool): void {
  const { queues } = pool;
  for (const [connection, watched] of pool.connections) {
    const { queue } = connection;
    if (queue === queues.connecting) {
      const first = firstQueryOf(connection);
      watched.phase = first === undefined ? "open" : "starting";
      watched.isConnectFromBefore = true;
      if (first === undefined) continue;
      pool.noteOlder(first);
      watchFirst(pool, watched, first);
    } else if (queue !== queues.closed && queue !== queues.ended) watched.phase = "open";
  }
}

/** The query that a connection will send first, as its own closure has it; undefined when it is sent. */
function firstQueryOf({ execute }: PostgresConnection): PostgresQuery | undefined {
  return (
    findInScopes(execute, ({ initial, sent }) =>
      sent === undefined ? undefined : { initial: initial as PostgresQuery | null },
    )?.initial ?? undefined
  );
}

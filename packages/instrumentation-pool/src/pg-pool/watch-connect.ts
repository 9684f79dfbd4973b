import { guard } from "../guard.ts";
import { errorCode } from "../pg-client/error-code.ts";
import type { ConnectWatcher } from "../pg-client/patch-client.ts";
import { trackConnection } from "../pg-client/pg-connection.ts";
import { readSession } from "../pg-client/session-settings.ts";
import type { PgPool } from "./pg-shapes.ts";
import type { TrackedPool } from "./tracked-pool.ts";

/** Accounts for the client that `pool` opens. */
export function connectWatcher(pool: PgPool, tracked: TrackedPool): ConnectWatcher {
  const { tracker, connecting } = tracked;
  return {
    connectStarted(client) {
      tracked.session = guard(() => readSession(client)) ?? tracked.session;
      const connect = tracker.connectStarted();
      connecting.add(client);
      trackConnection(client, tracker);
      return (error) => {
        if (!error) {
          tracker.connectSucceeded(connect);
          return;
        }
        connecting.delete(client);
        tracker.connectFailed(connect, errorCode(error) ?? codelessFailure(pool, error));
      };
    },
  };
}

/** pg-pool 3.14.0 index.js:250: its timer destroys the socket, so that the client sees a connection that ended by itself. */
function codelessFailure(pool: PgPool, error: unknown): "timeout" | undefined {
  const isDestroyed =
    error instanceof Error && error.message.startsWith("Connection terminated unexpectedly");
  return isDestroyed && pool.options.connectionTimeoutMillis ? "timeout" : undefined;
}

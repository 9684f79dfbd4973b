import type { PoolTracker } from "@plimsoll/pool-observer";
import type { PgClient } from "./pg-client.ts";
import { trackConnection } from "./pg-connection.ts";

/** The pool drops `client`: pools forget a client before its socket is closed, and until then the server still counts it. */
export function observeClose(client: PgClient, tracker: PoolTracker): void {
  const connection = trackConnection(client, tracker);
  if (connection.isClosing) return;
  connection.isClosing = true;
  if (client._ended === true) return;
  client.once("end", () => tracker.closeEnded());
  tracker.closeStarted();
}

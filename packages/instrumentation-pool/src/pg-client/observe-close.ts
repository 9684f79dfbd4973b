import type { CloseReason } from "@plimsoll/catalog";
import type { PoolTracker } from "@plimsoll/pool-observer";
import type { PgClient } from "./pg-client.ts";
import { trackConnection } from "./pg-connection.ts";

/** The pool drops `client`: pools forget a client before its socket is closed, and until then the server still counts it. */
export function observeClose(client: PgClient, tracker: PoolTracker, reason: CloseReason): void {
  const connection = trackConnection(client, tracker);
  if (connection.isClosing) return;
  connection.isClosing = true;
  tracker.closeStarted(reason);
  // pg 8.23.1 lib/client.js: `end` comes after `_ended`, so that here it was or will be told for sure.
  if (client._ended === true) tracker.closeEnded();
  else client.once("end", () => tracker.closeEnded());
}

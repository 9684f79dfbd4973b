import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import type { PoolRegistry } from "@plimsoll/pool-observer";
import { guard } from "../guard.ts";
import { findInScopes } from "./closure-scopes.ts";
import { findPool } from "./find-pools.ts";
import { isQueues } from "./postgres-shapes.ts";
import { patchQueryClass } from "./patch-query.ts";
import { connectionOfSocket } from "./socket-channel.ts";

const CHANNEL = "net.client.socket";
// Each look costs a millisecond, and some sockets belong to no pool: those that cancel a query, those of hidden pools.
const MOST_LOOKS = 100;

let looks = 0;
let watchers = 0;
let registry: PoolRegistry | undefined;

/**
 * Watches the sockets that postgres.js opens: when each connect begins, and, by their owner, pools of copies that nothing else finds, such as
 * those in a bundle or in a package of a monorepo.
 *
 * @returns a function that ends it
 */
export function watchSockets(reportTo: PoolRegistry): () => void {
  registry = reportTo;
  if (watchers === 0) subscribe(CHANNEL, onSocket);
  watchers += 1;
  return () => {
    watchers -= 1;
    if (watchers === 0) unsubscribe(CHANNEL, onSocket);
  };
}

function onSocket(message: unknown): void {
  const connection = connectionOfSocket();
  if (connection !== undefined) {
    guard(() => connection.socketOpened());
    return;
  }
  const { socket } = message as { readonly socket: Socket };
  // postgres 3.4.9 src/connection.js:344 sets it right before it connects.
  if (!Object.hasOwn(socket, "ssl") || looks >= MOST_LOOKS) return;
  looks += 1;
  guard(() => lookAtOwner(socket));
}

/** A connection's own `error` listener shows its closure, and that shows a function of its pool. */
function lookAtOwner(socket: Socket): void {
  if (registry === undefined) return;
  for (const listener of socket.listeners("error")) {
    // One that cancels a query is of no pool, and has no queues.
    const onopen = findInScopes(listener, ({ queues, onopen }) =>
      isQueues(queues) && typeof onopen === "function" ? onopen : undefined,
    );
    const pool = onopen === undefined ? undefined : findPool(onopen, registry);
    const query = pool?.sampleQuery();
    if (query !== undefined) patchQueryClass(Object.getPrototypeOf(query) as object, registry);
  }
}

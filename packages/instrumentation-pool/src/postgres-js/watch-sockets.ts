import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import type { PoolRegistry } from "@plimsoll/pool-observer";
import { guard } from "../guard.ts";
import { findInScopes, type Variables } from "./closure-scopes.ts";
import { isFound, poolOfClosure } from "./find-pools.ts";
import { patchQueryClass } from "./patch-query.ts";
import { isQueues, poolClosureOf } from "./postgres-shapes.ts";
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

/** A connection's own `error` listener shows its closure, and that shows functions of its pool. */
function lookAtOwner(socket: Socket): void {
  for (const listener of socket.listeners("error"))
    for (const member of findInScopes(listener, membersOfPool) ?? []) {
      const found = findInScopes(member, poolClosureOf);
      if (found === undefined || registry === undefined) continue;
      const query = poolOfClosure(found, member, registry)?.sampleQuery();
      if (query !== undefined) patchQueryClass(Object.getPrototypeOf(query) as object, registry);
      return;
    }
}

/**
 * Among the variables of a connection, the functions that its pool gave it: the first three, for they are parameters, and a bundler may have
 * renamed them (postgres 3.4.9 src/connection.js:52). A connection that only cancels a query is of no pool, and has no queues.
 */
function membersOfPool(variables: Variables): object[] | undefined {
  const values = Object.values(variables);
  const queues = values.find(isQueues);
  if (queues === undefined) return undefined;
  if (isFound(queues)) return [];
  return values.filter((value) => typeof value === "function").slice(0, 3);
}

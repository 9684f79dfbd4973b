import { AsyncLocalStorage } from "node:async_hooks";
import type { WatchedConnection } from "./watched-connection.ts";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

/** Whether Node tells of a socket that connects without `net.connect()`: seen on 22.18.0, 22.23.3, 24.21.0 and 26.10.0, not on 22.15.0. */
export const seesSockets: boolean = major > 22 || (major === 22 && minor >= 18);

const connecting = new AsyncLocalStorage<WatchedConnection>();

/** The connection on whose behalf the running code opens a socket. */
export function connectionOfSocket(): WatchedConnection | undefined {
  return connecting.getStore();
}

/** Runs `connect`, which opens a socket some time later. */
export function runConnect<T>(connection: WatchedConnection, connect: () => T): T {
  return connecting.run(connection, connect);
}

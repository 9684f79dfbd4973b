import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Test } from "tap";

/** A server that takes connections and never says a word, as a database behind a hole in the network does. */
export interface SilentServer {
  readonly port: number;
  /** The most that were open at once. */
  readonly mostOpen: () => number;
  readonly untilNoneIsOpen: () => Promise<void>;
}

export async function startSilentServer(t: Test): Promise<SilentServer> {
  const sockets = new Set<Socket>();
  let most = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    most = Math.max(most, sockets.size);
    socket.on("error", () => {});
    socket.resume();
    socket.on("close", () => {
      sockets.delete(socket);
      server.emit("gone");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return {
    port: (server.address() as AddressInfo).port,
    mostOpen: () => most,
    untilNoneIsOpen: async () => {
      while (sockets.size > 0) await once(server, "gone");
    },
  };
}

/** A port where nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A port in front of a database that can be shut: the fault `connect-refused`. */
export interface DatabaseGate {
  /** The database's URL through the gate. */
  readonly url: string;
  /** Cuts every connection and refuses new ones (ECONNREFUSED), as when the server is down. */
  shut(): Promise<void>;
  /** Takes connections again, on the same port. */
  open(): Promise<void>;
}

/** Opens a gate on a free port of 127.0.0.1. `shut()` it in the end. */
export async function openGate(databaseUrl: string): Promise<DatabaseGate> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let server = await listen(target, sockets, 0);
  const url = new URL(databaseUrl);
  const { port } = server.address() as { port: number };
  url.port = String(port);
  return {
    url: url.href,
    async shut(): Promise<void> {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async open(): Promise<void> {
      if (!server.listening) server = await listen(target, sockets, port);
    },
  };
}

async function listen(target: URL, sockets: Set<Socket>, port: number): Promise<Server> {
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on("error", () => {}); // "close" follows.
      one.once("close", () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

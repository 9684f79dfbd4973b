import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { createPassages, type Passages } from "./passages.ts";

/** A port in front of a database: the faults `connect-refused` and `network-blackhole`, and the address that a `failover` moves. */
export interface DatabaseGate {
  /** The database's URL through the gate. */
  readonly url: string;
  /** Cuts every connection and refuses new ones (ECONNREFUSED), as when the server is down. It is thawed then. */
  shut(): Promise<void>;
  /** Takes connections again, on the same port. */
  open(): Promise<void>;
  /**
   * Lets nothing pass any more, as a network that drops every packet: connections stay, no byte and no end of one arrives, and new ones
   * are taken and get no answer.
   */
  freeze(): void;
  /** Lets pass what was held up, and all that follows. */
  thaw(): void;
  /** Leads new connections to another server; the old ones stay where they are. User, password and database must be the same there. */
  pointTo(databaseUrl: string): void;
}

/** Opens a gate on a free port of 127.0.0.1. `shut()` it in the end. */
export async function openGate(databaseUrl: string): Promise<DatabaseGate> {
  const passages = createPassages(databaseUrl);
  let server = await listen(passages, 0);
  const url = new URL(databaseUrl);
  const { port } = server.address() as { port: number };
  url.port = String(port);
  return {
    url: url.href,
    async shut(): Promise<void> {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      passages.cut();
      await closed;
    },
    async open(): Promise<void> {
      if (!server.listening) server = await listen(passages, port);
    },
    freeze: () => passages.freeze(),
    thaw: () => passages.thaw(),
    pointTo: (next) => passages.pointTo(next),
  };
}

async function listen(passages: Passages, port: number): Promise<Server> {
  const server = createServer({ pauseOnConnect: true }, (near) => passages.take(near));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

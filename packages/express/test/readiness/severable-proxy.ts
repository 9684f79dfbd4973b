import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Test } from "tap";

/** A way to the database that the test can break. */
export interface SeverableProxy {
  /** The database's URL by this way. */
  readonly url: string;
  /** Connections that were opened ever. */
  readonly opened: () => number;
  readonly openNow: () => number;
  /** Ends every connection and accepts no further one. */
  readonly sever: () => Promise<void>;
  readonly mend: () => Promise<void>;
}

export async function startProxy(t: Test, databaseUrl: string): Promise<SeverableProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let opened = 0;
  const server = createServer((socket) => {
    opened += 1;
    const upstream = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const sever = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  t.teardown(() => (server.listening ? sever() : undefined));
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    opened: () => opened,
    openNow: () => sockets.size,
    sever,
    mend: () => listen(port),
  };
}

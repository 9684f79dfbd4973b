import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { createWebSocketStream, WebSocketServer } from "ws";

export interface WebSocketProxy {
  /** What is to stand in `neonConfig.wsProxy`. */
  readonly address: string;
  close(): void;
}

/** What Neon runs in front of its servers: bytes that come in by WebSocket go to the PostgreSQL of `databaseUrl`, and back. */
export async function startWebSocketProxy(databaseUrl: string): Promise<WebSocketProxy> {
  const { hostname, port } = new URL(databaseUrl);
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("connection", (webSocket) => {
    const stream = createWebSocketStream(webSocket);
    const socket = connect(Number(port || 5432), hostname);
    stream.on("error", () => socket.destroy());
    socket.on("error", () => stream.destroy());
    stream.pipe(socket).pipe(stream);
  });
  await once(server, "listening");
  const { port: listening } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${listening}/v1`,
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { createWebSocketStream, WebSocketServer } from "ws";

/** Stands for what Neon runs in front of its servers: carries bytes between WebSockets and the PostgreSQL that they name. */
export interface WebSocketProxy {
  /** What `neonConfig.wsProxy` is to be. */
  readonly address: string;
  /** WebSockets that were opened so far. */
  readonly opened: number;
  close(): void;
}

export async function startWebSocketProxy(): Promise<WebSocketProxy> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  let opened = 0;
  server.on("connection", (webSocket, request) => {
    opened += 1;
    const target = new URL(request.url ?? "", "ws://proxy").searchParams.get("address");
    const [host = "", port = ""] = target?.split(":") ?? [];
    const stream = createWebSocketStream(webSocket);
    const socket = connect(Number(port), host);
    stream.on("error", () => socket.destroy());
    socket.on("error", () => webSocket.terminate());
    stream.pipe(socket).pipe(stream);
  });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}/v1`,
    get opened() {
      return opened;
    },
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

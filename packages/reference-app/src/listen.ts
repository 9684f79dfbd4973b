import { once } from "node:events";
import type { Server } from "node:http";

/**
 * Makes `server` listen; answers with the port, which the system chose when `port` is 0.
 * @throws the error of `listen`, such as EADDRINUSE.
 */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  // It is text only for Unix sockets, which Money never listens on.
  return typeof address === "object" && address !== null ? address.port : port;
}

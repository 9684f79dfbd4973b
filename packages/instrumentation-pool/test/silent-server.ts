import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Test } from "tap";

/** A server on a free port that takes connections and never answers. */
export async function silentServer(
  t: Test,
): Promise<{ host: string; port: number; hangUp: () => void; count: () => number }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on("error", () => undefined)));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  t.teardown(() => {
    hangUp();
    server.close();
  });
  return {
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
    hangUp,
    count: () => sockets.size,
  };
}

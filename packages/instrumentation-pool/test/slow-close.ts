import { type AddressInfo, connect, createServer } from "node:net";
import type { Test } from "tap";

// PostgreSQL's Terminate message: pg sends it and waits for the server to close the socket.
const TERMINATE: Buffer = Buffer.from([0x58, 0, 0, 0, 4]);

/** A way to the server at `target` on which each close takes `seconds` longer; returns its address. */
export async function slowClose(
  t: Test,
  target: { host: string; port: number },
  seconds: number,
): Promise<{ host: string; port: number }> {
  const proxy = createServer({ allowHalfOpen: true }, (client) => {
    const server = connect(target.port, target.host);
    const close = () => {
      client.destroy();
      server.destroy();
    };
    // pg ends its half right after Terminate; the server has not read that yet.
    for (const socket of [client, server]) socket.on("error", close);
    server.on("close", close);
    server.on("data", (data) => client.write(data));
    client.on("data", (data) => {
      const delay = data.subarray(-TERMINATE.length).equals(TERMINATE) ? seconds * 1000 : 0;
      if (delay === 0) server.write(data);
      else setTimeout(() => server.write(data), delay);
    });
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, "127.0.0.1", resolve);
  });
  t.teardown(() => proxy.close());
  return { host: "127.0.0.1", port: (proxy.address() as AddressInfo).port };
}

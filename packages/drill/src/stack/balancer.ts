import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** What stands before the instances of a service: each new connection goes to the next of them. */
export interface Balancer {
  /** Base URL, without a trailing slash. */
  readonly url: string;
  /** From now on new connections go to these ports of 127.0.0.1 in turn; open ones stay where they are. */
  setTargets(ports: readonly number[]): void;
  /** Closes the port and every open connection. */
  close(): Promise<void>;
}

/** Starts a balancer on a free port of 127.0.0.1. Without a target it closes each connection. */
export async function startBalancer(): Promise<Balancer> {
  const sockets = new Set<Socket>();
  let targets: readonly number[] = [];
  let turn = 0;
  const server = createServer((near) => {
    const target = targets[turn++ % Math.max(1, targets.length)];
    if (target === undefined) {
      near.destroy();
      return;
    }
    const far = connect(target, "127.0.0.1");
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
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    setTargets: (ports) => void (targets = [...ports]),
    async close(): Promise<void> {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import t, { type Test } from "tap";
import { type Balancer, startBalancer } from "../../src/stack/balancer.ts";
import { freePorts } from "../../src/stack/free-ports.ts";

async function start(t: Test): Promise<Balancer> {
  const balancer = await startBalancer();
  t.teardown(() => balancer.close());
  return balancer;
}

/** A server that greets with `word`, then says again whatever it hears. */
async function startTarget(t: Test, word: string): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    socket.write(word);
    socket.pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as { port: number }).port;
}

function open(t: Test, { url }: Balancer): Socket {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.on("error", () => {});
  t.teardown(() => socket.destroy());
  return socket;
}

async function heard(socket: Socket): Promise<string> {
  const [data] = await once(socket, "data");
  return String(data);
}

t.test("new connections go to the targets in turn, and both ways", async (t) => {
  const balancer = await start(t);
  balancer.setTargets([await startTarget(t, "one"), await startTarget(t, "two")]);
  const words: string[] = [];
  for (let count = 0; count < 4; count += 1) {
    const socket = open(t, balancer);
    words.push(await heard(socket));
    socket.write("hello");
    t.equal(await heard(socket), "hello");
  }
  t.same(words, ["one", "two", "one", "two"]);
});

t.test("an open connection stays with its target when the targets change", async (t) => {
  const balancer = await start(t);
  balancer.setTargets([await startTarget(t, "old")]);
  const socket = open(t, balancer);
  t.equal(await heard(socket), "old");
  balancer.setTargets([await startTarget(t, "new")]);
  t.equal(await heard(open(t, balancer)), "new");
  socket.write("still there");
  t.equal(await heard(socket), "still there");
});

t.test("a connection is closed when there is no target, or none that listens", async (t) => {
  const balancer = await start(t);
  await once(open(t, balancer), "close");
  balancer.setTargets(await freePorts(1));
  await once(open(t, balancer), "close");
  t.pass("both were closed");
});

t.test("either end closes the other", async (t) => {
  const balancer = await start(t);
  const accepted: Socket[] = [];
  const target = createServer((socket) => accepted.push(socket.on("error", () => {})));
  target.listen(0, "127.0.0.1");
  t.teardown(() => target.close());
  await once(target, "listening");
  balancer.setTargets([(target.address() as { port: number }).port]);

  const user = open(t, balancer);
  await once(target, "connection");
  const gone = once(accepted[0]!, "close");
  user.destroy();
  await gone;

  const other = open(t, balancer);
  await once(target, "connection");
  accepted[1]!.destroy();
  await once(other, "close");
  t.equal(accepted.length, 2);
});

t.test("a balancer that is closed has no port and no connection left", async (t) => {
  const balancer = await startBalancer();
  balancer.setTargets([await startTarget(t, "one")]);
  const socket = open(t, balancer);
  await heard(socket);
  const closed = once(socket, "close");
  await balancer.close();
  await closed;
  const [error] = await once(open(t, balancer), "error");
  t.match(error, { code: "ECONNREFUSED" });
});

import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { once } from "node:events";
import t, { type Test } from "tap";
import { createRole, needsDatabase, serverOptions, until } from "../database.ts";
import { silentServer } from "../silent-server.ts";
import { collectWarnings } from "../warnings.ts";
import { ownDatabase, probeBackends } from "./own-database.ts";
import { Instance, openInstance, openProbedPool } from "./probed.ts";
import { createPgProbeConnection } from "../../src/server-probe/pg-probe-connection.ts";

/** A way to the test's server that can be shut and opened; counts who comes. */
async function doorway(t: Test) {
  const { host, port: serverPort } = serverOptions();
  const sockets = new Set<Socket>();
  const door = { visitors: 0, isShut: false };
  const listener = createServer((socket) => {
    door.visitors += 1;
    if (door.isShut) {
      socket.destroy();
      return;
    }
    const server = connect(serverPort, host);
    for (const [one, other] of [
      [socket, server],
      [server, socket],
    ] as const) {
      sockets.add(one);
      one.on("error", () => undefined).on("close", () => other.destroy());
      one.pipe(other);
    }
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  t.teardown(() => {
    hangUp();
    listener.close();
  });
  const { port } = listener.address() as AddressInfo;
  return { door, hangUp, address: { host: "127.0.0.1", port } };
}

t.test(
  "a server that goes away is retried with growing pauses, one warning, and found again",
  needsDatabase,
  async (t) => {
    const warnings = collectWarnings(t);
    const database = await ownDatabase(t);
    const { door, hangUp, address } = await doorway(t);
    const { instance } = openInstance(t, { ...address, database });
    t.equal((await instance.pass(1)).number("probeSuccess"), 1);
    door.isShut = true;
    hangUp();
    await until("the loss is seen", () => instance.report().number("probeSuccess") === 0);
    door.visitors = 0;
    t.equal((await instance.pass(60)).number("probeSuccess"), 0);
    t.ok(door.visitors >= 4 && door.visitors <= 6, `${door.visitors} attempts in the first minute`);
    door.visitors = 0;
    await instance.pass(300);
    t.ok(door.visitors >= 8 && door.visitors <= 11, `${door.visitors} in the next five`);
    t.equal(warnings.length, 1);
    door.isShut = false;
    const took = await instance.passUntil(60, (report) => report.number("probeSuccess") === 1);
    t.ok(took <= 60, `${took} s`);
    t.equal((await probeBackends(database)).length, 1);
    await instance.pass(30);
    t.equal(warnings.length, 1);
  },
);

t.test(
  "a wrong password is named by its SQLSTATE, and nothing secret is in the warning",
  needsDatabase,
  async (t) => {
    const warnings = collectWarnings(t);
    const role = await createRole(t, "right");
    const { host, port, database } = serverOptions();
    const connectionString = `postgres://${role}:s3cr3t-w0rd@${host}:${port}/${database}?application_name=app`;
    const { instance } = openInstance(t, { connectionString });
    t.same(
      (await instance.pass(1)).points.map(({ metric, value }) => [metric, value]),
      [["probeSuccess", 0]],
    );
    t.equal(warnings.length, 1);
    const text = JSON.stringify(warnings);
    t.match(text, "28P01");
    t.match(text, `${host}:${port}/${database}`);
    t.notMatch(text, "s3cr3t");
    t.notMatch(text, role);
    t.equal(warnings[0]?.length, 1, "the error itself is not handed to the log");
  },
);

t.test(
  "a pool with the right password helps where another's is wrong",
  needsDatabase,
  async (t) => {
    collectWarnings(t);
    const role = await createRole(t, "right");
    const database = await ownDatabase(t);
    const { instance } = openInstance(t, { database, user: role, password: "wrong" });
    instance.offer(openProbedPool(t, { database }).source);
    t.equal((await instance.pass(1)).number("probeSuccess"), 0);
    t.equal((await instance.pass(5)).number("probeSuccess"), 1);
  },
);

t.test("a server that never answers is given up after 5 s", async (t) => {
  const warnings = collectWarnings(t);
  const { host, port } = await silentServer(t);
  const { instance } = openInstance(t, { host, port, user: "u", password: "p", database: "d" });
  const start = performance.now();
  t.equal((await instance.pass(1)).number("probeSuccess"), 0);
  const took = (performance.now() - start) / 1000;
  t.ok(took >= 4.9 && took < 9, `${took} s`);
  t.match(warnings[0]?.[0], /failed \(TIMEOUT\)/);
});

t.test("a password function and hidden options are used as they are", needsDatabase, async (t) => {
  const database = await ownDatabase(t);
  const { password } = serverOptions();
  let asked = 0;
  const { instance } = openInstance(t, {
    database,
    password: () => {
      asked += 1;
      return password as string;
    },
    connectionTimeoutMillis: 60_000,
    query_timeout: 60_000,
    statement_timeout: 60_000,
  });
  t.equal((await instance.pass(1)).number("probeSuccess"), 1);
  t.equal(asked, 1);
});

t.test(
  "a connection whose server gives another process id is a pooler's: no lock is taken",
  needsDatabase,
  async (t) => {
    const warnings = collectWarnings(t);
    const database = await ownDatabase(t);
    const { source } = openProbedPool(t, { database });
    const instance = new Instance();
    t.teardown(() => instance.stop());
    instance.offer({
      ...source,
      createConnection: () =>
        Object.defineProperty(source.createConnection(), "backendPid", { value: 1 }),
    });
    t.equal((await instance.pass(1)).number("probeSuccess"), 0);
    t.match(warnings[0]?.[0], /failed \(POOLER\).*PgBouncer/);
    const direct = openInstance(t, { database }).instance;
    t.equal((await direct.pass(1)).number("probeSuccess"), 1, "the lock is free");
  },
);

t.test("a driver without a socket of its own is not used", async (t) => {
  const warnings = collectWarnings(t);
  const { source } = openProbedPool(t, { host: "127.0.0.1", port: 1 });
  const instance = new Instance();
  class NativeClient {
    readonly connectionParameters = {};
    on(): void {}
  }
  instance.offer({
    ...source,
    createConnection: () => createPgProbeConnection(NativeClient as never, {}),
  });
  t.equal((await instance.pass(1)).number("probeSuccess"), 0);
  t.match(warnings[0]?.[0], /failed \(UNSUPPORTED\).*pg-native/);
});

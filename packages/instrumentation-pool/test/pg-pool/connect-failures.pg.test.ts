import { CONNECT_ERROR_TYPES } from "@plimsoll/catalog";
import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import t, { type Test } from "tap";
import { measure, type PoolValues } from "../collect.ts";
import { needsDatabase, openPool, until } from "../database.ts";

/** The types of failed connects that are not 0. */
function failures(values: PoolValues): Record<string, number> {
  const all = CONNECT_ERROR_TYPES.map(
    (type) => [type, values.number("connectFailures", type)] as const,
  );
  return Object.fromEntries(all.filter(([, count]) => count > 0));
}

/** A server on a free port; `answer` gets each socket. */
async function listen(t: Test, answer: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    answer(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

t.test("a refused port is the failure ECONNREFUSED", needsDatabase, async (t) => {
  const collect = measure();
  const { pool, name } = openPool(t, { host: "127.0.0.1", port: 1 });
  await t.rejects(pool.connect(), { code: "ECONNREFUSED" });
  await t.rejects(pool.query("select 1"), { code: "ECONNREFUSED" });
  await new Promise<void>((resolve) => {
    pool.connect((error) => {
      t.match(error, { code: "ECONNREFUSED" });
      resolve();
    });
  });
  const seen = (await collect()).of(name);
  t.same(seen.outcomes, { failed: 3 });
  t.same(failures(seen), { ECONNREFUSED: 3 });
  t.equal(seen.unaccounted, 0);
  t.same(seen.connections, { idle: 0, used: 0, connecting: 0, closing: 0 });
  t.equal(seen.histogram("createTime").count, 3, "failed attempts are in create_time");
  t.equal(seen.histogram("waitTime").count, 0);
});

t.test("a database that is not there is the failure 3D000", needsDatabase, async (t) => {
  const collect = measure();
  const { pool, name } = openPool(t, { database: "no_such_database" });
  await t.rejects(pool.connect(), { code: "3D000" });
  const seen = (await collect()).of(name);
  t.same(seen.outcomes, { failed: 1 });
  t.same(failures(seen), { "3D000": 1 });
  t.equal(seen.unaccounted, 0);
});

t.test(
  "each known failure is reported from the first collection on, at 0",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t);
    await pool.query("select 1");
    const seen = (await collect()).of(name);
    for (const type of CONNECT_ERROR_TYPES) t.equal(seen.number("connectFailures", type), 0);
  },
);

t.test(
  "a server that accepts and stays silent is a timeout, as outcome and as failure",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const port = await listen(t, () => undefined);
    const options = { host: "127.0.0.1", port, max: 1, connectionTimeoutMillis: 200 };
    const { pool, name } = openPool(t, options);
    const first = pool.connect();
    const second = pool.connect();
    const opening = (await collect()).of(name);
    t.same(opening.connections, { idle: 0, used: 0, connecting: 1, closing: 0 });
    t.equal(opening.number("pendingRequests"), 2);
    t.equal(opening.unaccounted, 0);
    await Promise.all([
      t.rejects(first, { message: "Connection terminated due to connection timeout" }),
      t.rejects(second, { message: "timeout exceeded when trying to connect" }),
    ]);
    const seen = (await collect()).of(name);
    t.same(seen.outcomes, { timeout: 2 }, "one while opening, one in the queue behind it");
    t.equal(seen.number("timeouts"), 2);
    t.equal(seen.unaccounted, 0);
    await until("the end of the pool's last attempt", async () => {
      const { connecting } = (await collect()).of(name).connections;
      return connecting === 0;
    });
    const { timeout, ...others } = failures((await collect()).of(name));
    t.ok((timeout ?? 0) >= 1);
    t.same(others, {});
  },
);

t.test(
  "a server that hangs up while connecting is a failure with a code or _OTHER",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const port = await listen(t, (socket) => socket.end());
    const { pool, name } = openPool(t, { host: "127.0.0.1", port });
    await t.rejects(pool.connect(), { message: "Connection terminated unexpectedly" });
    const collection = await collect();
    const total = collection
      .points("connectFailures", name)
      .reduce((sum, { value }) => sum + Number(value), 0);
    t.equal(total, 1);
    t.same(failures(collection.of(name)), {}, "none of the known types");
    t.equal(collection.of(name).number("connectFailures", "_OTHER"), 1);
    t.same(collection.of(name).outcomes, { failed: 1 });
  },
);

t.test(
  "a failing onConnect hook fails the request and leaves no connection behind",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t, {
      onConnect: () => {
        throw new Error("not this one");
      },
    });
    await t.rejects(pool.connect(), { message: "not this one" });
    const seen = (await collect()).of(name);
    t.same(seen.outcomes, { failed: 1 });
    t.equal(seen.unaccounted, 0);
    t.same(seen.connections, { idle: 0, used: 0, connecting: 0, closing: 0 });
  },
);

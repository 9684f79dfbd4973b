import { createRequire } from "node:module";
import type { Options } from "sequelize";
import t, { type Test } from "tap";
import { observePool } from "../../src/index.ts";
import { measure, type PoolValues } from "../collect.ts";
import {
  killBackends,
  needsDatabase,
  pause,
  serverConnections,
  uniqueName,
  until,
} from "../database.ts";
import {
  managerOf,
  openSequelize,
  type SequelizePool,
  sequelizeServer,
} from "./sequelize-driver.ts";

const NONE = { idle: 0, used: 0, connecting: 0, closing: 0 };

function watch(t: Test, options?: Options) {
  const collect = measure();
  const { sequelize, name } = openSequelize(options);
  t.teardown(() => sequelize.close().catch(() => undefined));
  const read = async (): Promise<PoolValues> => {
    const values = (await collect()).of(name);
    t.equal(values.unaccounted, 0, "started = finished + pending");
    return values;
  };
  return { sequelize, name, read, collect };
}

t.test("a managed transaction is one request and one hold", needsDatabase, async (t) => {
  const { sequelize, read } = watch(t);
  await sequelize.transaction(async (transaction) => {
    await sequelize.query("select 1", { transaction });
    t.same((await read()).connections, { ...NONE, used: 1 });
    await sequelize.query("select pg_sleep(0.05)", { transaction });
  });
  const seen = await read();
  t.same(seen.outcomes, { created: 1 });
  t.equal(seen.histogram("useTime").count, 1);
  t.same(seen.connections, { ...NONE, idle: 1 });
});

t.test(
  "the connection for Sequelize's version check is outside of the pool and not counted",
  needsDatabase,
  async (t) => {
    const { sequelize, name, read } = watch(t);
    // 0 is what Sequelize has when the app gives no version.
    Object.assign((sequelize as unknown as { options: object }).options, { databaseVersion: 0 });
    await sequelize.query("select 1");
    const seen = await read();
    t.same(seen.outcomes, { created: 1 });
    t.equal(seen.histogram("createTime").count, 1);
    t.equal(seen.number("requestsStarted"), 1);
    await until("one connection at the server", async () => (await serverConnections(name)) === 1);
    t.same((await read()).connections, { ...NONE, idle: 1 });
  },
);

t.test("a closed Sequelize fails no request that it never made", needsDatabase, async (t) => {
  const { sequelize, read } = watch(t);
  await sequelize.query("select 1");
  const { pool } = managerOf(sequelize);
  await sequelize.close();
  await t.rejects(sequelize.query("select 1"), {
    message: /after the connection manager was closed/,
  });
  t.same((await read()).outcomes, { created: 1 });
  await t.rejects(pool.acquire(), { message: "pool is draining and cannot accept work" });
  t.same((await read()).outcomes, { created: 1, failed: 1 });
});

t.test("requests that wait when Sequelize is closed are served first", needsDatabase, async (t) => {
  const { sequelize, read } = watch(t, { pool: { max: 1 } });
  const manager = managerOf(sequelize);
  const held = await manager.getConnection({ type: "SELECT" });
  const waiting = manager.pool.acquire();
  const closed = sequelize.close();
  t.equal((await read()).number("pendingRequests"), 1);
  manager.releaseConnection(held);
  manager.pool.release(await waiting);
  await closed;
  t.same((await read()).outcomes, { created: 1, queued: 1 });
  t.equal((await read()).number("limit"), 0);
  await until("the close", async () => (await read()).connections.closing === 0);
});

t.test(
  "a held connection whose backend the server ends is no longer used, and its hold is over",
  needsDatabase,
  async (t) => {
    const { sequelize, name, read } = watch(t, { pool: { max: 2 } });
    const manager = managerOf(sequelize);
    const held = await manager.getConnection({ type: "SELECT" });
    await killBackends(name);
    await until("the loss", async () => (await read()).connections.used === 0);
    await until("the close", async () => (await read()).connections.closing === 0);
    t.same((await read()).connections, NONE);
    t.equal((await read()).histogram("useTime").count, 1);
    manager.releaseConnection(held);
    t.equal((await read()).histogram("useTime").count, 1, "a late release counts nothing");
  },
);

t.test("a connection that reached maxUses is closing, then gone", needsDatabase, async (t) => {
  const { sequelize, name, read } = watch(t, { pool: { max: 2, maxUses: 1 } });
  const results = Array.from({ length: 6 }, () => sequelize.query("select 1"));
  await Promise.all(results);
  await until("none at the server", async () => (await serverConnections(name)) === 0);
  // sequelize-pool opens one more connection now and then than there are requests: it is used by none, and stays idle.
  await until("the last close", async () => {
    const { closing, connecting } = (await read()).connections;
    return closing + connecting === 0;
  });
  const seen = await read();
  t.equal(seen.connections.used, 0);
  t.equal(seen.histogram("useTime").count, 6);
  t.equal(seen.number("requestsStarted"), 6);
});

t.test("a second release of the same connection ends no one's hold", needsDatabase, async (t) => {
  const { sequelize, read } = watch(t, { pool: { max: 1 } });
  const manager = managerOf(sequelize);
  const held = await manager.getConnection({ type: "SELECT" });
  manager.releaseConnection(held);
  manager.releaseConnection(held);
  t.equal((await read()).histogram("useTime").count, 1);
  t.same((await read()).connections, { ...NONE, idle: 1 });
});

t.test(
  "a connection whose afterConnect hook failed fails the request and is closing while the server has it",
  needsDatabase,
  async (t) => {
    const { sequelize, name, read } = watch(t);
    sequelize.addHook("afterConnect", () => {
      throw new Error("not this one");
    });
    await t.rejects(sequelize.query("select 1"), { message: "not this one" });
    t.equal(await serverConnections(name), 1, "Sequelize forgets it without closing it");
    const seen = await read();
    t.same(seen.outcomes, { failed: 1 });
    t.same(seen.connections, { ...NONE, closing: 1 });
    await killBackends(name);
    await until("the close", async () => (await read()).connections.closing === 0);
  },
);

t.test(
  "an idle connection that validation turns down was no idle grant",
  needsDatabase,
  async (t) => {
    let isValid = true;
    const validate = () => isValid;
    const { sequelize, read } = watch(t, { pool: { max: 2, validate } });
    await sequelize.query("select 1");
    isValid = false;
    await sequelize.query("select 1");
    t.same((await read()).outcomes, { created: 2 });
    await until("the close", async () => (await read()).connections.closing === 0);
  },
);

t.test(
  "pools of replication are apart: the main one by the name, the replicas' with :read behind it",
  needsDatabase,
  async (t) => {
    const server = sequelizeServer();
    const replication = { write: server, read: [server, server] };
    const { sequelize, name, read, collect } = watch(t, { replication });
    await sequelize.query("select 1", { type: "SELECT" });
    await sequelize.query("create temporary table ledger (id int)");
    const replicas = (await collect()).of(`${name}:read`);
    t.same(replicas.outcomes, { created: 1 });
    t.same((await read()).outcomes, { created: 1 });
    const [main] = (await collect()).points("limit", name);
    const [reads] = (await collect()).points("limit", `${name}:read`);
    t.match(main?.attributes, { "server.address": server.host, "server.port": server.port });
    t.equal(reads?.attributes["server.address"], undefined, "it may reach several");
  },
);

t.test("the name given to observePool comes first", needsDatabase, async (t) => {
  const { sequelize, collect } = watch(t);
  const given = uniqueName();
  observePool(managerOf(sequelize).pool, { name: given });
  await sequelize.query("select 1");
  t.same((await collect()).of(given).outcomes, { created: 1 });
});

t.test("a sequelize-pool of anything else is neither counted nor named", async (t) => {
  const fromSequelize = createRequire(createRequire(import.meta.url).resolve("sequelize"));
  const { Pool } = fromSequelize("sequelize-pool") as {
    Pool: new (factory: object) => SequelizePool & { size: number };
  };
  const collect = measure();
  const before = (await collect()).poolNames;
  const pool = new Pool({
    name: "cows",
    create: async () => ({ legs: 4 }),
    destroy: () => undefined,
    validate: () => true,
    min: 0,
    max: 1,
  });
  const held = await pool.acquire();
  const waiting = pool.acquire();
  pool.release(held);
  t.equal(await waiting, held);
  pool.release(held);
  await pause(0);
  t.equal(pool.size, 1);
  t.same((await collect()).poolNames, before);
  t.same(Reflect.ownKeys(held), ["legs"], "its resources are not marked");
});

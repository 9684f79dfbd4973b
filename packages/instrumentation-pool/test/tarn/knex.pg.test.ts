import pg from "pg";
import type { Knex } from "knex";
import t, { type Test } from "tap";
import { observePool } from "../../src/index.ts";
import { measure, type PoolValues } from "../collect.ts";
import {
  createRole,
  killBackends,
  needsDatabase,
  openPool,
  pause,
  serverConnections,
  serverOptions,
  uniqueName,
  until,
} from "../database.ts";
import { enableContext, inRequest } from "../request-context.ts";
import { silentServer } from "../silent-server.ts";
import { isWithin, now } from "../within.ts";
import { clientOf, openKnex } from "./knex-driver.ts";

const NONE = { idle: 0, used: 0, connecting: 0, closing: 0 };

enableContext();

async function validate(): Promise<boolean> {
  await pause(0.3);
  return true;
}

function afterCreate(_connection: unknown, done: (error: Error) => void): void {
  done(new Error("not this one"));
}

interface Watched {
  readonly knex: Knex;
  readonly name: string;
  readonly read: () => Promise<PoolValues>;
}

function watch(t: Test, pool: Knex.PoolConfig = {}, connection: object = {}): Watched {
  const collect = measure();
  const { knex, name } = openKnex(connection, pool);
  t.teardown(() => knex.destroy());
  const read = async () => {
    const values = (await collect()).of(name);
    t.equal(values.unaccounted, 0, "started = finished + pending");
    return values;
  };
  return { knex, name, read };
}

t.test(
  "a transaction is one request and one hold from begin to commit, however many queries it has",
  needsDatabase,
  async (t) => {
    const { knex, read } = watch(t, { max: 2 });
    await knex.transaction(async (trx) => {
      await trx.raw("select 1");
      await trx.raw("select pg_sleep(0.1)");
      t.same((await read()).connections, { ...NONE, used: 1 });
      t.same((await read()).outcomes, { created: 1 });
      await trx.transaction(async (inner) => inner.raw("select 2"));
    });
    const seen = await read();
    t.same(seen.outcomes, { created: 1 });
    t.equal(seen.histogram("useTime").count, 1);
    t.same(seen.connections, { ...NONE, idle: 1 });
    t.ok(seen.number("queryingSeconds") < seen.number("usedSeconds"));
  },
);

t.test("requests that wait when Knex is destroyed are abandoned", needsDatabase, async (t) => {
  const { knex, read } = watch(t, { max: 1 });
  const { pool } = clientOf(knex);
  const held = await clientOf(knex).acquireConnection();
  const waiting = Array.from({ length: 3 }, () => pool?.acquire());
  const rejected = Promise.all(
    waiting.map((w) => t.rejects(async () => w?.promise, { message: "aborted" })),
  );
  const destroyed = knex.destroy();
  t.equal((await read()).number("pendingRequests"), 3);
  pool?.release(held);
  await Promise.all([rejected, destroyed]);
  const seen = await read();
  t.same(seen.outcomes, { created: 1, abandoned: 3 });
  t.equal(seen.number("limit"), 0);
  await until("the close", async () => (await read()).connections.closing === 0);
});

t.test("a request that the app aborts is abandoned", needsDatabase, async (t) => {
  const { knex, read } = watch(t, { max: 1 });
  const { pool } = clientOf(knex);
  await knex.raw("select 1");
  const held = await clientOf(knex).acquireConnection();
  const waiting = pool?.acquire();
  waiting?.abort();
  await t.rejects(async () => waiting?.promise, { message: "aborted" });
  t.same((await read()).outcomes, { created: 1, idle: 1, abandoned: 1 });
  pool?.release(held);
});

t.test(
  "an idle connection that validation turns down is replaced, and one request stays one",
  needsDatabase,
  async (t) => {
    const { knex, name, read } = watch(t, { max: 2 });
    await knex.raw("select 1");
    await killBackends(name);
    await until("none at the server", async () => (await serverConnections(name)) === 0);
    await pause(0.05);
    await knex.raw("select 1");
    const seen = await read();
    t.same(seen.connections, { ...NONE, idle: 1 });
    t.equal(seen.number("requestsStarted"), 2);
    t.equal(seen.histogram("createTime").count, 2);
    t.equal(seen.histogram("waitTime").count, 2);
  },
);

t.test(
  "while a connection is validated it is used and its request still waits",
  needsDatabase,
  async (t) => {
    const { knex, read } = watch(t, { max: 1, validate });
    const opening = clientOf(knex).acquireConnection();
    await until("validation", async () => clientOf(knex).pool?.numUsed() === 1);
    const during = await read();
    t.same(during.connections, { ...NONE, used: 1 });
    t.equal(during.number("pendingRequests"), 1);
    t.equal(during.number("usedSeconds"), 0, "nobody holds it yet");
    await clientOf(knex).releaseConnection(await opening);
    t.same((await read()).outcomes, { created: 1 });
  },
);

t.test(
  "a connect that lasts longer than createTimeoutMillis is the failure timeout, and closing until its socket is closed",
  needsDatabase,
  async (t) => {
    const server = await silentServer(t);
    const { host, port } = server;
    const { knex, read } = watch(t, { max: 1, createTimeoutMillis: 200 }, { host, port });
    const query = t.rejects(knex.raw("select 1"), { name: "KnexTimeoutError" });
    await until("a connect", async () => clientOf(knex).pool?.numPendingAcquires() === 1);
    await pause(0.05);
    t.same((await read()).connections, { ...NONE, connecting: 1 });
    await query;
    const seen = await read();
    t.same(seen.outcomes, { timeout: 1 });
    t.equal(seen.number("connectFailures", "timeout"), 1);
    t.same(seen.connections, { ...NONE, closing: 1 });
    server.hangUp();
    await until("the close", async () => (await read()).connections.closing === 0);
    const after = await read();
    t.same(after.connections, NONE);
    t.equal(after.histogram("createTime").count, 1);
    t.equal(after.number("connectFailures", "timeout"), 1, "not counted again");
  },
);

t.test(
  "a connection whose afterCreate failed fails the request and is closing for as long as the server has it",
  needsDatabase,
  async (t) => {
    const { knex, name, read } = watch(t, { max: 1, afterCreate });
    await t.rejects(knex.raw("select 1"), { message: /not this one/ });
    t.equal(await serverConnections(name), 1, "Knex forgets it without closing it");
    const seen = await read();
    t.same(seen.outcomes, { failed: 1 });
    t.same(seen.connections, { ...NONE, closing: 1 });
    t.equal(
      seen.numbers("connectFailures").reduce((a, b) => a + b),
      0,
      "the connect was good",
    );
    await killBackends(name);
    await until("the close", async () => (await read()).connections.closing === 0);
  },
);

t.test(
  "what happened before the first connect counts from its own time, route and outcome",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const name = uniqueName();
    let calls = 0;
    const provider = async () => {
      calls += 1;
      await pause(0.2);
      if (calls === 1) throw Object.assign(new Error("no token"), { code: "ENOTFOUND" });
      return { ...serverOptions(), application_name: name };
    };
    const { knex } = openKnex(provider, { max: 2 });
    Object.assign(clientOf(knex), { connectionConfigProvider: provider });
    Object.assign(clientOf(knex), { connectionConfigExpirationChecker: () => true });
    t.teardown(() => knex.destroy());
    const start = now();
    const failed = inRequest({ type: "http", route: "/first" }, async () => {
      await knex.raw("select 1");
    });
    await t.rejects(failed, { message: /no token/ });
    t.notOk((await collect()).poolNames.includes(name), "nobody knows yet what it is");
    const second = now();
    await inRequest({ type: "http", route: "/second" }, async () => {
      await knex.raw("select 1");
    });
    const end = now();
    const seen = (await collect()).of(name);
    t.same(seen.outcomes, { failed: 1, created: 1 });
    t.equal(seen.number("connectFailures", "ENOTFOUND"), 1);
    t.equal(seen.histogram("createTime").count, 2);
    isWithin(t, seen.histogram("waitTime").sum, 0.19, end - second, "wait_time");
    isWithin(t, seen.number("pendingSeconds"), 0.38, end - start, "pending_seconds");
    t.ok(seen.number("routeSeconds", "/first", "wait") > 0.19);
    t.ok(seen.number("routeSeconds", "/second", "wait") > 0.19);
  },
);

t.test("a tarn pool of anything else is neither counted nor named", async (t) => {
  const { Pool } = await import("tarn");
  const collect = measure();
  const before = (await collect()).poolNames;
  let made = 0;
  const pool = new Pool({
    create: () => ({ id: (made += 1) }),
    destroy: () => undefined,
    min: 0,
    max: 1,
  });
  t.teardown(() => pool.destroy());
  const held = await pool.acquire().promise;
  const waiting = pool.acquire().promise;
  pool.release(held);
  t.equal(await waiting, held);
  pool.release(held);
  t.same((await collect()).poolNames, before);
  t.same(Object.getOwnPropertySymbols(held), [], "its resources are not marked");
});

t.test("Knex on a pg Pool of the app is that pool's, counted once", needsDatabase, async (t) => {
  const collect = measure();
  const { pool, name } = openPool(t, { max: 2 });
  const before = (await collect()).poolNames;
  const { default: knexModule } = await import("knex");
  const knex = knexModule.default({ client: "pg", connectionPool: pool } as Knex.Config);
  await knex.raw("select 1");
  const collection = await collect();
  t.same(collection.poolNames, [...before, name]);
  t.same(collection.of(name).outcomes, { created: 1 });
});

t.test(
  "without application_name a pool is host:port/database, with no secret in any attribute",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { host, port, database } = serverOptions();
    const user = await createRole(t, "s3cret");
    const connectionString = `postgres://${user}:s3cret@${host}:${port}/${database}`;
    const { knex } = openKnex({ connectionString, application_name: undefined });
    t.teardown(() => knex.destroy());
    await knex.raw("select 1");
    const seen = await collect();
    const name = `${host}:${port}/${database}`;
    t.ok(seen.poolNames.includes(name), `${name} is among ${seen.poolNames.join()}`);
    const [point] = seen.points("limit", name);
    t.match(point?.attributes, { "server.address": host, "server.port": port });
    t.notMatch(JSON.stringify(point?.attributes), new RegExp(`${user}|s3cret`));
  },
);

t.test("the name given to observePool comes first", needsDatabase, async (t) => {
  const collect = measure();
  const given = uniqueName();
  const { knex } = openKnex();
  t.teardown(() => knex.destroy());
  observePool(clientOf(knex).pool ?? {}, { name: given });
  await knex.raw("select 1");
  t.same((await collect()).of(given).outcomes, { created: 1 });
});

t.test("a LISTEN holder behind Knex is no leak suspect", needsDatabase, async (t) => {
  const collect = measure({ leakAfterSeconds: 0.1 });
  t.teardown(() => measure({ leakAfterSeconds: 30 }));
  const { knex, name } = openKnex();
  t.teardown(() => knex.destroy());
  const client: pg.Client = await clientOf(knex).acquireConnection();
  await client.query("LISTEN news");
  await pause(0.15);
  t.equal((await collect()).of(name).number("leakSuspects", "none"), 0);
  await clientOf(knex).releaseConnection(client);
});

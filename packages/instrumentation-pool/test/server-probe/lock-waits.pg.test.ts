import { type LockBlocker, type LockWatched, PoolRegistry } from "@plimsoll/pool-observer";
import pg from "pg";
import t from "tap";
import type { PgPool } from "../../src/pg-pool/pg-shapes.ts";
import { patchPoolClass } from "../../src/pg-pool/patch-pool.ts";
import { trackPool } from "../../src/pg-pool/tracked-pool.ts";
import { needsDatabase, openPool, pause, serverOptions, until } from "../database.ts";
import { asSuperuser, ownDatabase, probeBackends } from "./own-database.ts";
import { Instance, openInstance, openProbedPool } from "./probed.ts";

const LOCK = "lock table money in access exclusive mode";

async function withTable(database: string): Promise<void> {
  await asSuperuser("create table money (id int)", { database });
}

async function pidOf(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid ?? 0;
}

/** Two clients wait for the lock that a third of the same pool holds, and a fourth is idle. */
async function inLine(pool: pg.Pool) {
  const clients = await Promise.all([1, 2, 3, 4].map(() => pool.connect()));
  const pids = await Promise.all(clients.map(pidOf));
  const [holder, second, third] = clients;
  await holder?.query("begin");
  await holder?.query(LOCK);
  const waiting = [second, third].map(async (client) => {
    await client?.query("begin");
    await client?.query(LOCK);
    await client?.query("commit");
  });
  await until("two wait", async () => {
    const rows = await asSuperuser(
      `select from pg_stat_activity where pid in (${pids.join()}) and wait_event_type = 'Lock'`,
    );
    return rows.length === 2;
  });
  const end = async () => {
    await holder?.query("commit");
    await Promise.all(waiting);
    for (const client of clients) client.release();
  };
  return { pids, end };
}

interface Told {
  readonly count: number;
  readonly blockers: readonly LockBlocker[];
}

/** A pool that is short of connections or not, as the test says, and what it is told. */
class Watched implements LockWatched {
  oldestWaiterSeconds = 0;
  readonly told: Told[] = [];
  readonly #pids: readonly number[];

  constructor(pids: readonly number[]) {
    this.#pids = pids;
  }

  backendPids(): readonly number[] {
    return this.#pids;
  }

  noteLockWaiters(count: number, blockers: readonly LockBlocker[]): void {
    this.told.push({ count, blockers });
  }
}

t.test(
  "while a pool is short, it is told every 3 s how many of its backends wait, and for whom",
  needsDatabase,
  async (t) => {
    const database = await ownDatabase(t);
    await withTable(database);
    const { source, pool, name } = openProbedPool(t, { database });
    const { pids, end } = await inLine(pool);
    const watched = new Watched(pids);
    const instance = new Instance();
    t.teardown(() => instance.stop());
    instance.offer({ ...source, pool: watched });
    await instance.pass(5);
    t.same(watched.told, [], "nothing is asked while it is not short");
    watched.oldestWaiterSeconds = 2;
    await instance.pass(7);
    t.equal(watched.told.length, 3);
    const [{ count, blockers } = { count: 0, blockers: [] }] = watched.told;
    t.equal(count, 2);
    t.equal(blockers[0]?.pid, pids[0], "who holds the lock blocks both");
    t.equal(blockers[0]?.blocks, 2);
    t.equal(blockers[0]?.application, name);
    t.equal(blockers[0]?.state, "idle in transaction");
    t.ok(Number(blockers[0]?.transactionSeconds) > 0);
    t.ok(Number(instance.report().number("lockWaiters")) >= 0);
    const all = (await instance.pass(10)).number("lockWaiters") ?? 0;
    t.ok(all >= 2, `${all} wait on the whole server`);
    await end();
    await instance.pass(3);
    t.same(watched.told.at(-1), { count: 0, blockers: [] });
  },
);

t.test(
  "an instance that is not elected asks over a connection that it keeps only while it is short",
  needsDatabase,
  async (t) => {
    const database = await ownDatabase(t);
    await withTable(database);
    const elected = openInstance(t, { database }).instance;
    await elected.pass(1);
    const { source, pool } = openProbedPool(t, { database });
    const { pids, end } = await inLine(pool);
    const watched = new Watched(pids);
    const instance = new Instance();
    t.teardown(() => instance.stop());
    instance.offer({ ...source, pool: watched });
    await instance.pass(1);
    await until("it holds none", async () => (await probeBackends(database)).length === 1);
    watched.oldestWaiterSeconds = 2;
    await instance.pass(1);
    t.equal(watched.told[0]?.count, 2);
    t.same(instance.report().points, [], "of the server it says nothing");
    const during = await probeBackends(database);
    t.equal(during.length, 2);
    await instance.pass(7);
    t.equal(watched.told.length, 3);
    t.same(await probeBackends(database), during, "the same connection");
    watched.oldestWaiterSeconds = 0;
    await instance.pass(1);
    await until("it holds none", async () => (await probeBackends(database)).length === 1);
    await end();
  },
);

t.test(
  "a pool whose queries wait for a lock has the verdict lock_wait",
  needsDatabase,
  async (t) => {
    const database = await ownDatabase(t);
    await withTable(database);
    patchPoolClass(pg.Pool.prototype, new PoolRegistry());
    const { pool } = openPool(t, { database, max: 2 });
    const registry = new PoolRegistry();
    const { tracker } = trackPool(pool as unknown as PgPool, registry);
    const stopTicking = registry.startTicking();
    t.teardown(stopTicking);
    const instance = new Instance();
    t.teardown(() => instance.stop());
    const { source } = openProbedPool(t, { database });
    instance.offer({ ...source, pool: tracker });
    const blocker = new pg.Client({ ...serverOptions(), database });
    await blocker.connect();
    t.teardown(() => blocker.end());
    await blocker.query("begin");
    await blocker.query(LOCK);
    const update = "update money set id = 1";
    const work = Promise.all(Array.from({ length: 8 }, () => pool.query(update)));
    await until("short", () => tracker.oldestWaiterSeconds > 1.2);
    await instance.pass(1);
    await pause(1.1);
    t.match(tracker.verdict(), { cause: "lock_wait", evidence: /^2 of 2 running queries/ });
    await blocker.query("commit");
    await work;
  },
);

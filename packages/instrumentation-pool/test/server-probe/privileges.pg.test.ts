import t from "tap";
import { needsDatabase, createRole, until } from "../database.ts";
import { asSuperuser, ownDatabase } from "./own-database.ts";
import { Instance, openProbedPool } from "./probed.ts";

async function reportOf(t: Parameters<typeof openProbedPool>[0], options: object) {
  const { source, pool } = openProbedPool(t, options);
  const instance = new Instance();
  t.teardown(() => instance.stop());
  instance.offer(source);
  await pool.query("select 1");
  return instance.pass(1);
}

t.test(
  "a role without privileges sees every connection and lock waiter, but not what others do; pg_monitor does",
  needsDatabase,
  async (t) => {
    const role = await createRole(t, "ordinary");
    const monitor = await createRole(t, "monitor");
    await asSuperuser(`grant pg_monitor to ${monitor}`);
    const database = await ownDatabase(t);
    await asSuperuser("create table money (id int)", { database });
    const { pool, name } = openProbedPool(t, { database });
    const [holder, waiter] = await Promise.all([pool.connect(), pool.connect()]);
    await holder.query("begin");
    await holder.query("lock table money in access exclusive mode");
    const begun = performance.now();
    const waiting = waiter.query("select from money");
    await until("a transaction of 0.3 s and a waiter", async () => {
      const waiters = `select from pg_stat_activity where application_name = '${name}' and wait_event_type = 'Lock'`;
      return (await asSuperuser(waiters)).length > 0 && performance.now() - begun > 300;
    });

    const ordinary = await reportOf(t, { database, user: role, password: "ordinary" });
    t.equal(ordinary.number("probeSuccess"), 1);
    t.ok(Number(ordinary.number("maxConnections")) > 0);
    t.ok(Number(ordinary.number("usableConnections")) > 0);
    t.ok(Number(ordinary.number("lockWaiters")) >= 1);
    t.equal(ordinary.connections("hidden", name), 2, "the superuser's are counted");
    t.equal(ordinary.connections("idle", "none") ?? 0, 0);
    t.equal(ordinary.connections("active", "plimsoll-server-probe"), 1, "its own is seen");
    t.equal(ordinary.number("oldestTransactionSeconds"), 0, "it has none itself");

    const other = await ownDatabase(t);
    const full = await reportOf(t, { database: other, user: monitor, password: "monitor" });
    t.equal(full.connections("idle in transaction", name), 1);
    t.equal(full.connections("hidden", name), undefined);
    t.ok(Number(full.number("oldestTransactionSeconds")) >= 0.3);
    await holder.query("rollback");
    await waiting;
    holder.release();
    waiter.release();
  },
);

import { ATTRIBUTE, SERVER_IDENTITY, SERVER_METRICS, type ServerMetric } from "@plimsoll/catalog";
import t from "tap";
import { needsDatabase, serverOptions, until } from "../database.ts";
import { asSuperuser, ownDatabase, probeBackends } from "./own-database.ts";
import { openInstance, openProbedPool } from "./probed.ts";

async function setting(name: string): Promise<number> {
  const [row] = await asSuperuser(
    `select coalesce(current_setting('${name}', true), '0') as value`,
  );
  return Number(row?.["value"]);
}

t.test("limits are what the server is set to", needsDatabase, async (t) => {
  const { instance } = openInstance(t, { database: await ownDatabase(t) });
  const report = await instance.pass(1);
  const max = await setting("max_connections");
  const reserved =
    (await setting("superuser_reserved_connections")) + (await setting("reserved_connections"));
  t.equal(report.number("maxConnections"), max);
  t.equal(report.number("usableConnections"), max - reserved);
  t.ok(reserved > 0);
});

t.test("connections are counted by state and application", needsDatabase, async (t) => {
  const database = await ownDatabase(t);
  const { instance, pool, name } = openInstance(t, { database });
  const [idle, inTransaction, failed, active] = await Promise.all([
    pool.connect(),
    pool.connect(),
    pool.connect(),
    pool.connect(),
  ]);
  await inTransaction.query("begin");
  await failed.query("begin");
  await failed.query("select 1/0").catch(() => undefined);
  const sleeping = active.query("select pg_sleep(20)").catch(() => undefined);
  await until("the query runs", async () => {
    const rows = await asSuperuser(
      `select from pg_stat_activity where application_name = '${name}' and state = 'active'`,
    );
    return rows.length === 1;
  });
  const report = await instance.pass(1);
  t.equal(report.connections("idle", name), 1);
  t.equal(report.connections("idle in transaction", name), 1);
  t.equal(report.connections("idle in transaction (aborted)", name), 1);
  t.equal(report.connections("active", name), 1);
  // Other tests probe the same server at the same time.
  t.ok(Number(report.connections("active", "plimsoll-server-probe")) >= 1, "the probe's own");
  idle.release();
  active.release(true);
  await asSuperuser(
    `select pg_cancel_backend(pid) from pg_stat_activity where application_name = '${name}'`,
  );
  await sleeping;
  await inTransaction.query("rollback");
  await failed.query("rollback");
  await until(
    "the active one is gone",
    async () => (await instance.pass(10)).connections("active", name) === 0,
  );
  const later = instance.report();
  t.equal(later.connections("idle in transaction", name), 0, "what was seen goes to 0");
  t.equal(later.connections("idle", name), 3);
  inTransaction.release();
  failed.release();
});

t.test("the oldest transaction ages, and is 0 when it has ended", needsDatabase, async (t) => {
  const database = await ownDatabase(t);
  const { instance, pool } = openInstance(t, { database });
  const client = await pool.connect();
  const start = performance.now();
  await client.query("begin");
  const begun = performance.now();
  await until("a transaction of 0.2 s", () => performance.now() - begun > 200);
  const asked = performance.now();
  const age = (await instance.pass(1)).number("oldestTransactionSeconds") ?? 0;
  // Other tests use the same server at the same time: theirs may be older.
  t.ok(age >= (asked - begun) / 1000 - 0.01, `${age} s`);
  t.ok(age < 120, `${age} s after ${performance.now() - start} ms`);
  await client.query("rollback");
  client.release();
});

t.test("a primary without standbys is not in recovery and has no lag", needsDatabase, async (t) => {
  const { instance } = openInstance(t, { database: await ownDatabase(t) });
  const report = await instance.pass(1);
  t.equal(report.number("inRecovery"), 0);
  t.equal(report.number("replicationLagSeconds"), undefined);
  t.equal(report.number("probeSuccess"), 1);
  t.ok(Number(report.number("lockWaiters")) >= 0);
});

t.test(
  "every metric but the lag is reported once, with the server's identity and its own attributes",
  needsDatabase,
  async (t) => {
    const database = await ownDatabase(t);
    const { instance } = openInstance(t, { database });
    const { points } = await instance.pass(1);
    const metrics = new Set(points.map(({ metric }) => metric));
    const all = Object.keys(SERVER_METRICS) as ServerMetric[];
    t.same(metrics, new Set(all.filter((metric) => metric !== "replicationLagSeconds")));
    const { host, port } = serverOptions();
    for (const { metric, attributes } of points) {
      t.same(
        Object.keys(attributes).toSorted(),
        [...SERVER_IDENTITY, ...SERVER_METRICS[metric].attributes].toSorted(),
        metric,
      );
      t.equal(attributes[ATTRIBUTE.namespace], database);
      t.equal(attributes[ATTRIBUTE.serverAddress], host);
      t.equal(attributes[ATTRIBUTE.serverPort], port);
    }
  },
);

t.test("many pools of one database have one probe and one connection", needsDatabase, async (t) => {
  const database = await ownDatabase(t);
  const { instance } = openInstance(t, { database });
  const other = openProbedPool(t, { database });
  instance.offer(other.source);
  const report = await instance.pass(1);
  t.equal(report.points.filter(({ metric }) => metric === "maxConnections").length, 1);
  t.equal((await probeBackends(database)).length, 1);
  t.equal(other.pool.totalCount, 0, "no connection of a pool is taken");
});

import { startPostgres } from "@plimsoll/setup";
import { Client } from "pg";
import t, { type Test } from "tap";
import { lockTable } from "../../src/fault/lock-table.ts";
import { refuseWrites } from "../../src/fault/refuse-writes.ts";
import { takeConnections, TAKER } from "../../src/fault/take-connections.ts";

const server = await startPostgres({
  dataDir: `${t.testdir()}/data`,
  isTemporary: true,
  settings: { max_connections: 15 },
});
t.teardown(() => server.stop());
const url = await server.createDatabase("faulty");

/** A client that is closed after the test. */
async function connect(t: Test, to = url): Promise<Client> {
  const client = new Client({ connectionString: to });
  client.on("error", () => {});
  await client.connect();
  t.teardown(() => client.end().catch(() => {}));
  return client;
}

t.test("a locked table lets nobody read until the lock is given back", async (t) => {
  const client = await connect(t);
  await client.query("CREATE TABLE things (id int)");
  const lock = await lockTable(url, "things");
  t.teardown(() => lock.stop());
  await client.query("SET lock_timeout = '100ms'");
  await t.rejects(client.query("SELECT FROM things"), { code: "55P03" });
  const { rows } = await client.query(
    "SELECT state, application_name AS name FROM pg_stat_activity WHERE pid = $1",
    [lock.pid],
  );
  t.same(rows, [{ state: "idle in transaction", name: "migration" }]);
  await lock.stop();
  await client.query("SET lock_timeout = 0");
  t.same((await client.query("SELECT FROM things")).rowCount, 0);
  await lock.stop();
});

t.test("a database that refuses writes does so for new sessions, and ends the old", async (t) => {
  const old = await connect(t);
  const stop = await refuseWrites(url, server.url);
  await t.rejects(old.query("SELECT 1"));
  const next = await connect(t);
  await t.rejects(next.query("CREATE TABLE more ()"), { code: "25006" });
  await stop();
  await t.rejects(next.query("CREATE TABLE more ()"), { code: "25006" });
  await (await connect(t)).query("CREATE TABLE more ()");
});

t.test("who takes every connection leaves none, and gives them back", async (t) => {
  const watcher = await connect(t);
  const giveBack = await takeConnections(url, 100);
  t.teardown(giveBack);
  const { rows } = await watcher.query(
    "SELECT count(*)::int AS taken FROM pg_stat_activity WHERE application_name = $1",
    [TAKER],
  );
  t.ok(rows[0].taken >= 8, `${rows[0].taken} connections`);
  await t.rejects(connect(t), { code: "53300" });
  await giveBack();
  await giveBack();
  await connect(t);
});

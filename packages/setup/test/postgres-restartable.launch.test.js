import { existsSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import t from "tap";
import { startPostgres } from "@plimsoll/setup";
import { allGone, becomes } from "./processes.js";
import { query } from "./query.js";

t.test(
  "a restart ends sessions, refuses new ones for as long as asked, and serves again as before",
  async (t) => {
    const dataDir = path.join(t.testdir(), "data");
    const postgres = await startPostgres({ dataDir, isTemporary: true });
    t.teardown(() => postgres.stop());
    const { pid, url } = postgres;
    await query(url, "CREATE TABLE kept AS SELECT 42 AS answer");
    const held = new pg.Client({ connectionString: url });
    held.on("error", () => {});
    await held.connect();
    const running = held.query("SELECT pg_sleep(60)");

    const startedAt = performance.now();
    const restarted = postgres.restart(1);
    await t.rejects(running, { code: "57P01" });
    t.ok(await allGone([pid]));
    await t.rejects(query(url, "SELECT 1"), { code: "ECONNREFUSED" });
    t.notOk(postgres.hasDied(), "it is down because it was asked to");
    await restarted;
    t.ok(performance.now() - startedAt >= 1000);
    t.same(await query(url, "SELECT answer FROM kept"), [{ answer: 42 }]);
    t.not(postgres.pid, pid);
    await held.end().catch(() => {});

    process.kill(postgres.pid, "SIGKILL");
    t.ok(await allGone([postgres.pid]));
    t.ok(await becomes(() => postgres.hasDied()));
  },
);

t.test("a server that is stopped within its restart stays down", async (t) => {
  const dataDir = path.join(t.testdir(), "data");
  const postgres = await startPostgres({ dataDir, isTemporary: true });
  t.teardown(() => postgres.stop());
  const restarted = t.rejects(postgres.restart(600), { name: "AbortError" });
  await postgres.stop();
  await restarted;
  await t.rejects(query(postgres.url, "SELECT 1"), { code: "ECONNREFUSED" });
  t.notOk(existsSync(postgres.dataDir));
});

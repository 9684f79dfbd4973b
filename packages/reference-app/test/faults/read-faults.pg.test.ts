import t from "tap";
import { NO_DATABASE, query, untilRows } from "../test-database.ts";
import { startTestMoney } from "../test-money.ts";

const READS = [
  "/accounts/1",
  "/accounts?customer=3",
  "/accounts/1/statement?limit=5",
  "/accounts/1/statement?limit=5&before=200",
  "/reports/monthly?year=2024&month=4",
];

t.test("with PostgreSQL", { skip: NO_DATABASE ?? false }, async (t) => {
  t.test("every read takes longer by databaseMs, with the same answer", async (t) => {
    const money = await startTestMoney(t, { hasFaults: true });
    const paths = [...READS, "/accounts/999"];
    const healthy = await Promise.all(paths.map((path) => money.get(path)));
    await money.put("/faults", { databaseMs: 300 });
    for (const [index, path] of paths.entries()) {
      const startedAt = performance.now();
      t.strictSame(await money.get(path), healthy[index]);
      t.ok(performance.now() - startedAt >= 300, path);
    }
  });

  t.test("a slow database holds the connection within the statement, not idle", async (t) => {
    const money = await startTestMoney(t, { hasFaults: true });
    await money.put("/faults", { databaseMs: 700 });
    const answer = money.get("/accounts/1");
    const sleeping = `
      SELECT state FROM pg_stat_activity
      WHERE application_name = 'money' AND datname = current_database() AND wait_event = 'PgSleep'`;
    t.strictSame(await untilRows(money.databaseUrl, sleeping), [{ state: "active" }]);
    t.equal((await answer).status, 200);
  });

  t.test("a transfer takes no longer with databaseMs", async (t) => {
    const money = await startTestMoney(t, { hasFaults: true });
    await money.put("/faults", { databaseMs: 20_000 });
    t.equal((await money.post("/transfers", { from: 1, to: 2, amount: 1 })).status, 201);
  });

  t.test("MONEY_CACHE_SECONDS keeps every read for that long, but nothing unknown", async (t) => {
    const money = await startTestMoney(t, { cacheSeconds: 60 });
    const before = await Promise.all(READS.map((path) => money.get(path)));
    t.equal((await money.get("/accounts/41")).status, 404);
    await query(
      money.databaseUrl,
      `BEGIN; DELETE FROM entries; UPDATE accounts SET name = 'new';
       INSERT INTO accounts (id, customer_id, name) VALUES (41, 1, 'new'); COMMIT`,
    );
    for (const [index, path] of READS.entries()) {
      t.strictSame(await money.get(path), before[index], path);
    }
    t.match(await money.get("/accounts/2"), { status: 200, body: { name: "new" } });
    t.match(await money.get("/accounts/41"), { status: 200, body: { name: "new" } });
  });

  t.test("a cache that is lost lets every read through to the database", async (t) => {
    const money = await startTestMoney(t, { cacheSeconds: 60, hasFaults: true });
    for (const path of READS) await money.get(path);
    await query(money.databaseUrl, "UPDATE accounts SET name = 'new'");
    t.not((await money.get("/accounts/1")).body.name, "new");
    await money.put("/faults", { cacheMissPercent: 100 });
    t.equal((await money.get("/accounts/1")).body.name, "new");
    await money.put("/faults", {});
    t.not((await money.get("/accounts/1")).body.name, "new");
  });
});

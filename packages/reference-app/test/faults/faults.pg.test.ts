import { setImmediate } from "node:timers/promises";
import type { Pool } from "pg";
import t from "tap";
import { NO_DATABASE, query, untilRows } from "../test-database.ts";
import { startTestMoney } from "../test-money.ts";

const ORDER = { from: 1, to: 2, amount: 1 };

const SETTLE_MILLISECONDS = 2000;

/** Connections that `pool` has lent. A request is answered just before it gives its connection back, so for a moment more than `expected` may be. */
async function heldWhenSettled(pool: Pool, expected: number): Promise<number> {
  const deadline = performance.now() + SETTLE_MILLISECONDS;
  const held = (): number => pool.totalCount - pool.idleCount;
  while (held() > expected && performance.now() < deadline) await setImmediate();
  return held();
}

t.test("with PostgreSQL", { skip: NO_DATABASE ?? false }, async (t) => {
  t.test("the fault routes do not exist without MONEY_FAULTS=1", async (t) => {
    const money = await startTestMoney(t);
    t.equal((await money.get("/faults")).status, 404);
    t.equal((await money.put("/faults", { leakEvery: 1 })).status, 404);
    await money.post("/transfers", ORDER);
    t.equal(await heldWhenSettled(money.pool, 0), 0);
  });

  t.test("faults are off at first, and a PUT sets all of them", async (t) => {
    const money = await startTestMoney(t, { hasFaults: true });
    const off = {
      leakEvery: 0,
      outsideCallMs: 0,
      slowReportSeconds: 0,
      nestedAcquire: 0,
      blockLoopMs: 0,
      forgetCommitEvery: 0,
      databaseMs: 0,
      cacheMissPercent: 0,
    };
    t.strictSame((await money.get("/faults")).body, off);
    t.strictSame((await money.put("/faults", { leakEvery: 5 })).body, { ...off, leakEvery: 5 });
    await money.put("/faults", { outsideCallMs: 7 });
    t.strictSame((await money.get("/faults")).body, { ...off, outsideCallMs: 7 });
  });

  t.test("a wrong fault is refused with key, rule and value, and changes nothing", async (t) => {
    const money = await startTestMoney(t, { hasFaults: true });
    await money.put("/faults", { leakEvery: 5 });
    const wrong: [unknown, string, unknown][] = [
      [{ leakEvery: -1 }, "leakEvery", -1],
      [{ leakEvery: 1, outsideCallMs: "9" }, "outsideCallMs", "9"],
      [{ slowReportSeconds: 601 }, "slowReportSeconds", 601],
      [{ cacheMissPercent: 101 }, "cacheMissPercent", 101],
      [{ leakEvry: 1 }, "leakEvry", 1],
      [{ toString: 1 }, "toString", 1],
      [[], "body", []],
    ];
    for (const [sent, key, value] of wrong) {
      const { status, body } = await money.put("/faults", sent);
      t.equal(status, 400);
      t.strictSame([body.error.key, body.error.value], [key, value]);
    }
    t.match((await money.get("/faults")).body, { leakEvery: 5, outsideCallMs: 0 });
  });

  t.test("the leak keeps the connection of exactly every third committed transfer", async (t) => {
    const money = await startTestMoney(t, { hasFaults: true });
    await money.put("/faults", { leakEvery: 3 });
    const leaked: number[] = [];
    for (let n = 1; n <= 9; n += 1) {
      t.equal((await money.post("/transfers", ORDER)).status, 201);
      t.equal((await money.post("/transfers", { ...ORDER, to: 999 })).status, 404);
      leaked.push(await heldWhenSettled(money.pool, Math.floor(n / 3)));
    }
    t.strictSame(leaked, [0, 0, 1, 1, 1, 2, 2, 2, 3]);
    const [open] = await query(
      money.databaseUrl,
      `SELECT count(*)::int FROM pg_stat_activity
       WHERE application_name = 'money' AND datname = current_database() AND state <> 'idle'`,
    );
    t.strictSame(open, { count: 0 }, "what leaked is committed");
  });

  t.test("a PUT that leaves leakEvery as it is lets the leak count on", async (t) => {
    const money = await startTestMoney(t, { hasFaults: true });
    for (let n = 1; n <= 6; n += 1) {
      t.equal((await money.put("/faults", { leakEvery: 3, databaseMs: n })).status, 200);
      t.equal((await money.post("/transfers", ORDER)).status, 201);
    }
    t.equal(await heldWhenSettled(money.pool, 2), 2);
    await money.post("/transfers", ORDER);
    await money.put("/faults", { leakEvery: 2 });
    await money.post("/transfers", ORDER);
    t.equal(await heldWhenSettled(money.pool, 2), 2, "another leakEvery counts from the start");
    await money.post("/transfers", ORDER);
    t.equal(await heldWhenSettled(money.pool, 3), 3);
  });

  t.test("a pool of leaked connections answers 503 with one line in the log", async (t) => {
    const lines = t.capture(console, "error", () => {});
    const money = await startTestMoney(t, { hasFaults: true, poolMax: 2, acquireTimeoutMs: 1000 });
    await money.put("/faults", { leakEvery: 1 });
    await Promise.all([money.post("/transfers", ORDER), money.post("/transfers", ORDER)]);
    const answers = await Promise.all([1, 2, 3].map((id) => money.get(`/accounts/${id}`)));
    for (const { status, body } of answers) {
      t.equal(status, 503);
      t.strictSame(Object.keys(body.error), ["code", "message"]);
    }
    t.equal((await money.get("/healthz")).status, 200);
    const logged = lines.args();
    t.match(logged, [
      [/^money: pool "money": no connection after 1\.0 s \(used=2, idle=0, .* max=2\)/],
    ]);
    t.equal(logged.length, 1);
  });

  t.test(
    "an outside call holds the connection and the row locks within the transaction",
    async (t) => {
      const money = await startTestMoney(t, { hasFaults: true });
      await money.put("/faults", { outsideCallMs: 400 });
      const transfer = money.post("/transfers", ORDER);
      const holding = `
      SELECT pid FROM pg_stat_activity WHERE application_name = 'money'
      AND datname = current_database() AND state = 'idle in transaction'`;
      t.equal(
        (await untilRows(money.databaseUrl, holding)).length,
        1,
        "idle in transaction while the call lasts",
      );
      t.equal((await transfer).status, 201);
      t.equal(await heldWhenSettled(money.pool, 0), 0);
    },
  );

  t.test("a slow report takes longer by the seconds asked for, with the same result", async (t) => {
    const money = await startTestMoney(t, { hasFaults: true });
    const path = "/reports/monthly?year=2024&month=4";
    const healthy = await money.get(path);
    await money.put("/faults", { slowReportSeconds: 1 });
    const startedAt = performance.now();
    t.strictSame(await money.get(path), healthy);
    t.ok(performance.now() - startedAt >= 1000);
  });

  t.test("holders that ask for a second connection block each other at the limit", async (t) => {
    t.capture(console, "error", () => {});
    const money = await startTestMoney(t, { hasFaults: true, poolMax: 2, acquireTimeoutMs: 500 });
    await money.put("/faults", { nestedAcquire: 1 });
    t.equal((await money.post("/transfers", ORDER)).status, 201, "one alone notices nothing");
    const orders = [1, 3].map((from) => ({ from, to: from + 1, amount: 1 }));
    const answers = await Promise.all(orders.map((order) => money.post("/transfers", order)));
    t.ok(
      answers.some(({ status }) => status === 503),
      "two at once wait for each other",
    );
    t.equal(await heldWhenSettled(money.pool, 0), 0);
  });

  t.test("a transfer that computes stops every other request for as long", async (t) => {
    const money = await startTestMoney(t, { hasFaults: true });
    await money.put("/faults", { blockLoopMs: 300 });
    const startedAt = performance.now();
    t.equal((await money.post("/transfers", ORDER)).status, 201);
    t.ok(performance.now() - startedAt >= 300);
  });

  t.test("a forgotten COMMIT gives the connection back with its transaction open", async (t) => {
    const money = await startTestMoney(t, { hasFaults: true });
    await money.put("/faults", { forgetCommitEvery: 2 });
    const open = `
      SELECT pid FROM pg_stat_activity WHERE application_name = 'money'
      AND datname = current_database() AND state = 'idle in transaction'`;
    t.equal((await money.post("/transfers", ORDER)).status, 201);
    t.equal((await query(money.databaseUrl, open)).length, 0);
    t.equal((await money.post("/transfers", ORDER)).status, 201);
    t.equal((await untilRows(money.databaseUrl, open)).length, 1);
    t.equal(await heldWhenSettled(money.pool, 0), 0);

    const count = "SELECT count(*)::int FROM transfers";
    const [before] = await query<{ count: number }>(money.databaseUrl, count);
    await money.put("/faults", {});
    t.equal((await money.post("/transfers", ORDER)).status, 201);
    t.equal((await query(money.databaseUrl, open)).length, 0);
    const [after] = await query<{ count: number }>(money.databaseUrl, count);
    t.equal(after!.count - before!.count, 2, "the next COMMIT on that connection books both");
  });
});

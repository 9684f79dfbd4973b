import t from "tap";
import { NO_DATABASE, query } from "../test-database.ts";
import { startTestMoney } from "../test-money.ts";

const TOTALS = `
  SELECT (SELECT sum(balance_cents)::int FROM accounts) AS balances,
         (SELECT sum(amount_cents)::int FROM entries) AS entries`;
const UNBALANCED = `
  SELECT accounts.id FROM accounts JOIN entries ON account_id = accounts.id
  GROUP BY accounts.id HAVING sum(amount_cents) <> balance_cents`;

t.test("with PostgreSQL", { skip: NO_DATABASE ?? false }, async (t) => {
  const money = await startTestMoney(t);
  const balance = async (id: number): Promise<number> =>
    (await money.get(`/accounts/${id}`)).body.balance;

  t.test("a transfer moves the amount and answers with a receipt", async (t) => {
    const before = [await balance(2), await balance(1)];
    const { status, body } = await money.post("/transfers", { from: 2, to: 1, amount: 250 });
    t.equal(status, 201);
    t.match(body, { id: 181, from: 2, to: 1, amount: 250, bookedAt: String });
    t.strictSame([await balance(2), await balance(1)], [before[0]! - 250, before[1]! + 250]);
  });

  t.test("a transfer may empty an account, and no more", async (t) => {
    const all = await balance(3);
    const tooMuch = await money.post("/transfers", { from: 3, to: 4, amount: all + 1 });
    t.equal(tooMuch.status, 409);
    t.match(tooMuch.body.error, { code: "MONEY_CONFLICT", balance: all, amount: all + 1 });
    t.equal(await balance(3), all, "a refused transfer moves nothing");
    t.equal((await money.post("/transfers", { from: 3, to: 4, amount: all })).status, 201);
    t.equal(await balance(3), 0);
  });

  t.test("an unknown account is 404 on either side", async (t) => {
    for (const order of [
      { from: 1, to: 41, amount: 1 },
      { from: 41, to: 1, amount: 1 },
    ]) {
      const message = "account 41 does not exist";
      t.match(await money.post("/transfers", order), { status: 404, body: { error: { message } } });
    }
  });

  t.test("a wrong order is refused with key, rule and value", async (t) => {
    const wrong: [Record<string, unknown>, string][] = [
      [{ from: 1, to: 1, amount: 5 }, "to"],
      [{ from: "1", to: 2, amount: 5 }, "from"],
      [{ from: 1, amount: 5 }, "to"],
      [{ from: 1, to: 2, amount: 0 }, "amount"],
      [{ from: 1, to: 2, amount: -5 }, "amount"],
      [{ from: 1, to: 2, amount: 0.5 }, "amount"],
      [{ from: 1, to: 2, amount: "5" }, "amount"],
      [{ from: 1, to: 2, amount: 1e10 }, "amount"],
    ];
    for (const [order, key] of wrong) {
      const { status, body } = await money.post("/transfers", order);
      t.equal(status, 400);
      t.match(body.error, { code: "MONEY_INVALID_INPUT", key, rule: /^an/ });
      t.strictSame(body.error.value, order[key] ?? null);
    }
  });

  t.test("concurrent transfers that cross never deadlock and conserve the sum", async (t) => {
    const [before] = await query(money.databaseUrl, TOTALS);
    const orders = Array.from({ length: 200 }, (_, n) => {
      const [from, to] = [
        [5, 6],
        [6, 5],
        [6, 7],
        [7, 5],
      ][n % 4]!;
      return { from, to, amount: 1 + (n % 7) };
    });
    const answers = await Promise.all(orders.map((order) => money.post("/transfers", order)));
    t.strictSame([...new Set(answers.map(({ status }) => status))], [201]);
    t.strictSame((await query(money.databaseUrl, TOTALS))[0], before);
    t.strictSame(await query(money.databaseUrl, UNBALANCED), []);
    const [stats] = await query(
      money.databaseUrl,
      "SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()",
    );
    t.strictSame(stats, { deadlocks: 0 });
  });

  t.test("every connection is back in the pool after all of this", async (t) => {
    t.equal(money.pool.idleCount, money.pool.totalCount);
    t.ok(money.pool.totalCount > 0 && money.pool.totalCount <= 4);
  });
});

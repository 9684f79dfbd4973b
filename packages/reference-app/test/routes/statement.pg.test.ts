import t from "tap";
import { NO_DATABASE, query } from "../test-database.ts";
import { startTestMoney, type TestMoney } from "../test-money.ts";

const MOST_ENTRIES = 1000; // The seed has 400.

/** All entries of an account by pages; `between` runs after each page. */
async function readPages(
  money: TestMoney,
  account: number,
  limit: number,
  between: () => Promise<unknown> = async () => {},
): Promise<{ id: number }[]> {
  const entries: { id: number }[] = [];
  let before: number | null = null;
  do {
    if (entries.length > MOST_ENTRIES) throw new Error("the pages do not end");
    const cursor: string = before === null ? "" : `&before=${before}`;
    const { body } = await money.get(`/accounts/${account}/statement?limit=${limit}${cursor}`);
    entries.push(...body.entries);
    before = body.nextBefore;
    await between();
  } while (before !== null);
  return entries;
}

t.test("with PostgreSQL", { skip: NO_DATABASE ?? false }, async (t) => {
  const money = await startTestMoney(t);
  const idsOf = async (account: number): Promise<number[]> => {
    const sql = `SELECT id::int FROM entries WHERE account_id = ${account} ORDER BY id DESC`;
    return (await query<{ id: number }>(money.databaseUrl, sql)).map(({ id }) => id);
  };

  t.test("the pages miss nothing and repeat nothing, whatever their size", async (t) => {
    const expected = await idsOf(8);
    t.ok(expected.length > 5);
    for (const limit of [1, 2, 3, expected.length - 1, expected.length, 100]) {
      const read = await readPages(money, 8, limit);
      t.strictSame(
        read.map(({ id }) => id),
        expected,
        `limit ${limit}`,
      );
    }
  });

  t.test("entries booked between two pages shift neither", async (t) => {
    const expected = await idsOf(9);
    const read = await readPages(money, 9, 2, () =>
      money.post("/transfers", { from: 10, to: 9, amount: 1 }),
    );
    t.strictSame(
      read.map(({ id }) => id),
      expected,
    );
  });

  t.test("an entry tells amount, counterparty and transfer, from both sides", async (t) => {
    const { body: receipt } = await money.post("/transfers", { from: 11, to: 12, amount: 7 });
    const payer = (await money.get("/accounts/11/statement?limit=1")).body.entries[0];
    const payee = (await money.get("/accounts/12/statement?limit=1")).body.entries[0];
    const { id: transfer, bookedAt } = receipt;
    t.match(payer, { transfer, counterparty: 12, amount: -7, bookedAt });
    t.match(payee, { transfer, counterparty: 11, amount: 7, bookedAt });
    const deposit = (await money.get("/accounts/11/statement?limit=100")).body.entries.at(-1);
    t.match(deposit, { transfer: null, counterparty: null });
  });

  t.test("a new account has an empty statement and an unknown one has none", async (t) => {
    const { body } = await money.post("/sign-up", { email: "new@x.org", name: "New" });
    const account = body.accounts[0].id;
    t.strictSame(await money.get(`/accounts/${account}/statement`), {
      status: 200,
      body: { account, entries: [], nextBefore: null },
    });
    t.equal((await money.get("/accounts/9999/statement")).status, 404);
  });

  t.test("a wrong page is refused with key, rule and value", async (t) => {
    const wrong: [string, string][] = [
      ["limit", "0"],
      ["limit", "101"],
      ["limit", ""],
      ["before", "0"],
      ["before", "x"],
    ];
    for (const [key, value] of wrong) {
      const { status, body } = await money.get(`/accounts/1/statement?${key}=${value}`);
      t.equal(status, 400);
      t.match(body.error, { key, value, rule: /^an integer from 1 to/ });
    }
  });
});

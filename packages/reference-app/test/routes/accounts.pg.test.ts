import t from "tap";
import { NO_DATABASE } from "../test-database.ts";
import { startTestMoney } from "../test-money.ts";

t.test("with PostgreSQL", { skip: NO_DATABASE ?? false }, async (t) => {
  const money = await startTestMoney(t);

  t.test("a customer's accounts are listed, and each is found by its id", async (t) => {
    const { status, body } = await money.get("/accounts?customer=3");
    t.equal(status, 200);
    t.match(body.accounts, [
      { id: 5, customer: 3, name: "Current" },
      { id: 6, customer: 3, name: "Savings" },
    ]);
    for (const account of body.accounts) {
      t.strictSame(await money.get(`/accounts/${account.id}`), { status: 200, body: account });
      t.ok(Number.isInteger(account.balance), "cents are a JSON number");
    }
  });

  t.test("unknown accounts, customers and routes are 404", async (t) => {
    const paths = { "/accounts/41": "account 41", "/accounts?customer=21": "customer 21" };
    for (const [path, what] of Object.entries(paths)) {
      const message = `${what} does not exist`;
      t.match(await money.get(path), { status: 404, body: { error: { message } } });
    }
    t.match(await money.get("/nothing"), {
      status: 404,
      body: { error: { code: "MONEY_NOT_FOUND", message: "GET /nothing does not exist" } },
    });
  });

  t.test("ids that are none are refused with key, rule and value", async (t) => {
    const wrong: [string, string, unknown][] = [
      ["/accounts/abc", "id", "abc"],
      ["/accounts/0", "id", "0"],
      ["/accounts/-1", "id", "-1"],
      ["/accounts/1e3", "id", "1e3"],
      ["/accounts/9007199254740992", "id", "9007199254740992"],
      ["/accounts", "customer", null],
      ["/accounts?customer=1;DROP", "customer", "1;DROP"],
      ["/accounts?customer=1&customer=2", "customer", ["1", "2"]],
    ];
    for (const [path, key, value] of wrong) {
      const rule = "an integer from 1 to 9007199254740991";
      const { status, body } = await money.get(path);
      t.equal(status, 400, path);
      t.match(body.error, { code: "MONEY_INVALID_INPUT", key, rule, value });
    }
  });
});

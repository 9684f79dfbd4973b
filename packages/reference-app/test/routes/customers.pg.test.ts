import t from "tap";
import { NO_DATABASE } from "../test-database.ts";
import { startTestMoney } from "../test-money.ts";

t.test("with PostgreSQL", { skip: NO_DATABASE ?? false }, async (t) => {
  const money = await startTestMoney(t);

  t.test("a sign-up makes a customer with one empty account", async (t) => {
    const { status, body } = await money.post("/sign-up", { email: " Ann@x.org ", name: "Ann" });
    t.equal(status, 201);
    t.match(body, {
      email: "ann@x.org",
      name: "Ann",
      accounts: [{ balance: 0, customer: body.id }],
    });
    const listed = await money.get(`/accounts?customer=${body.id}`);
    t.strictSame(listed, { status: 200, body: { accounts: body.accounts } });
  });

  t.test("an address signs up once, whatever its case", async (t) => {
    await money.post("/sign-up", { email: "bob@x.org", name: "Bob" });
    const { status, body } = await money.post("/sign-up", { email: "BOB@x.org", name: "Bob" });
    t.equal(status, 409);
    t.match(body.error, {
      code: "MONEY_CONFLICT",
      message: "email bob@x.org has signed up already",
    });
  });

  t.test("a wrong sign-up is refused with key, rule and value", async (t) => {
    const wrong: [unknown, string, unknown][] = [
      [{ name: "Ann" }, "email", null],
      [{ email: "ann", name: "Ann" }, "email", "ann"],
      [{ email: "a@b", name: " " }, "name", " "],
      [{ email: "a@b", name: 5 }, "name", 5],
      [{ email: "a@b", name: "x".repeat(201) }, "name", "x".repeat(201)],
      [{ email: "a@b", name: "nul \0" }, "name", "nul \0"],
      [["a@b"], "body", ["a@b"]],
      ["{bad", "body", "entity.parse.failed"],
      [{ name: "x".repeat(20_000) }, "body", "entity.too.large"],
    ];
    for (const [sent, key, value] of wrong) {
      const { status, body } = await money.post("/sign-up", sent);
      t.equal(status, 400);
      t.strictSame(body.error.key, key);
      t.strictSame(body.error.value, value);
      t.match(body.error.message, `${key} must be ${body.error.rule}`);
    }
  });
});

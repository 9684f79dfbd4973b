import { once } from "node:events";
import { createServer } from "node:http";
import t from "tap";
import { listen } from "../src/listen.ts";
import { spawnMoney, urlOf } from "./spawn-money.ts";
import { createSeededDatabase, NO_DATABASE } from "./test-database.ts";
import { request } from "./test-money.ts";

const NOWHERE = "postgres://127.0.0.1:1/money";

t.test("with PostgreSQL", { skip: NO_DATABASE ?? false }, async (t) => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    t.test(`Money ends with 0 on ${signal} and has said one line`, async (t) => {
      const money = spawnMoney(t, { DATABASE_URL: await createSeededDatabase(t) });
      const url = await urlOf(money);
      t.equal((await request(`${url}/accounts/1`, "GET")).status, 200);
      money.process.kill(signal);
      t.equal(await money.exitCode, 0);
      t.equal(money.stdout(), `money listening on ${url}\n`);
    });
  }

  t.test("Money ends with 0 although its connections have leaked", async (t) => {
    const DATABASE_URL = await createSeededDatabase(t);
    const money = spawnMoney(t, { DATABASE_URL, MONEY_FAULTS: "1" });
    const url = await urlOf(money);
    await request(`${url}/faults`, "PUT", { leakEvery: 1 });
    const order = { from: 1, to: 2, amount: 1 };
    for (const _ of [1, 2]) await request(`${url}/transfers`, "POST", order);
    money.process.kill("SIGTERM");
    t.equal(await money.exitCode, 0);
    t.match(money.stderr(), "connections not released within 2 s of the end: 2.");
  });
});

t.test("Money starts, serves and ends with 0 while PostgreSQL is down", async (t) => {
  const money = spawnMoney(t, { DATABASE_URL: NOWHERE });
  const url = await urlOf(money);
  t.equal((await request(`${url}/healthz`, "GET")).status, 200);
  t.equal((await request(`${url}/accounts/1`, "GET")).status, 503);
  money.process.kill("SIGTERM");
  t.equal(await money.exitCode, 0);
  t.equal(money.stderr().match(/PostgreSQL does not answer/g)?.length, 1);
  t.notMatch(money.stderr(), /\n\s+at /, "no stack");
});

t.test("a wrong variable ends Money with 2 and one line", async (t) => {
  const money = spawnMoney(t, { DATABASE_URL: NOWHERE, MONEY_POOL_MAX: "ten" });
  t.equal(await money.exitCode, 2);
  t.equal(money.stdout(), "");
  t.match(
    money.stderr(),
    'money: MONEY_POOL_MAX must be an integer from 1 to 1000 (connections), got "ten"\n',
  );
});

t.test("a port that is taken ends Money with 1 and one line", async (t) => {
  const other = createServer();
  const port = await listen(other, 0, "127.0.0.1");
  t.teardown(() => once(other.close(), "close"));
  const money = spawnMoney(t, { DATABASE_URL: NOWHERE, PORT: String(port) });
  t.equal(await money.exitCode, 1);
  t.match(money.stderr(), `money: PORT must be a free port (0 = any), got "${port}"\n`);
});

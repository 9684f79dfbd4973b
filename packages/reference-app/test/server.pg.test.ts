import { once } from "node:events";
import { createServer } from "node:net";
import { setImmediate } from "node:timers/promises";
import t from "tap";
import { seed } from "../src/index.ts";
import { listen } from "../src/listen.ts";
import { createDatabase, NO_DATABASE, query, SMALL_SEED, untilRows } from "./test-database.ts";
import { startTestMoney } from "./test-money.ts";

const SLEEPING = `
  SELECT pid FROM pg_stat_activity
  WHERE application_name = 'money' AND datname = current_database() AND wait_event = 'PgSleep'`;

t.test("with PostgreSQL", { skip: NO_DATABASE ?? false }, async (t) => {
  t.test("a backend that dies under a leaked connection does not end the process", async (t) => {
    t.capture(console, "error", () => {});
    const money = await startTestMoney(t, { hasFaults: true });
    await money.put("/faults", { leakEvery: 1 });
    await money.post("/transfers", { from: 1, to: 2, amount: 1 });
    const killed = await query(
      money.databaseUrl,
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
       WHERE application_name = 'money' AND datname = current_database()`,
    );
    t.ok(killed.length > 0);
    await money.put("/faults", {});
    t.equal((await money.get("/accounts/1")).status, 200);
  });

  t.test(
    "a backend that dies within a transaction is 503, and the next request is well",
    async (t) => {
      t.capture(console, "error", () => {});
      const money = await startTestMoney(t, { hasFaults: true, poolMax: 1 });
      await money.put("/faults", { outsideCallMs: 300 });
      const transfer = money.post("/transfers", { from: 1, to: 2, amount: 1 });
      const kill = `
      SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
      WHERE application_name = 'money' AND datname = current_database() AND state = 'idle in transaction'`;
      await untilRows(money.databaseUrl, kill);
      t.equal((await transfer).status, 503);
      t.equal((await money.get("/accounts/1")).status, 200);
    },
  );

  t.test("a database without tables is 503 and the log says to seed it", async (t) => {
    const lines = t.capture(console, "error", () => {});
    const databaseUrl = await createDatabase(t);
    const money = await startTestMoney(t, { databaseUrl });
    t.equal((await money.get("/accounts/1")).status, 503);
    t.match(lines.args(), [
      ["money: a table of Money is missing. Create and fill them: node dist/src/seed.js"],
    ]);
    await seed(databaseUrl, SMALL_SEED);
    t.equal((await money.get("/accounts/1")).status, 200);
  });

  t.test("Money is ready once its probe has reached the database", async (t) => {
    const money = await startTestMoney(t);
    while (!money.health.readiness().isReady) await setImmediate();
    const closed = money.close();
    t.match(money.health.readiness(), { isReady: false, status: "shutting_down" });
    await closed;
  });

  t.test("closing lets a request finish and refuses new ones", async (t) => {
    const money = await startTestMoney(t, { hasFaults: true });
    await money.put("/faults", { slowReportSeconds: 1 });
    const report = money.get("/reports/monthly?year=2024&month=4");
    await untilRows(money.databaseUrl, SLEEPING);
    const closed = money.close();
    t.equal(money.close(), closed, "a second call is the same");
    await t.rejects(money.get("/healthz"), "new connections are refused at once");
    t.equal((await report).status, 200);
    await closed;
    t.equal(money.pool.ended, true);
  });
});

t.test("Money serves while PostgreSQL is down, and logs that once", async (t) => {
  const lines = t.capture(console, "error", () => {});
  const closedPort = createServer();
  closedPort.listen(0, "127.0.0.1");
  await once(closedPort, "listening");
  const { port } = closedPort.address() as { port: number };
  closedPort.close();
  await once(closedPort, "close");
  const money = await startTestMoney(t, { databaseUrl: `postgres://ann:pw@127.0.0.1:${port}/x` });
  t.equal((await money.get("/healthz")).status, 200);
  t.equal((await fetch(`${money.url}/readyz`)).status, 503);
  for (const id of [1, 2, 3]) {
    const { status, body } = await money.get(`/accounts/${id}`);
    t.equal(status, 503);
    t.equal(body.error.message, "the database is not available. Try again later.");
  }
  const logged = lines.args();
  t.match(logged, [
    [`money: PostgreSQL does not answer: ECONNREFUSED connect ECONNREFUSED 127.0.0.1:${port}.`],
  ]);
  t.equal(logged.length, 1);
});

t.test("listening on a port that is taken fails with EADDRINUSE", async (t) => {
  const { createServer: createHttpServer } = await import("node:http");
  const first = createHttpServer();
  const port = await listen(first, 0, "127.0.0.1");
  t.teardown(() => first.close());
  await t.rejects(listen(createHttpServer(), port, "127.0.0.1"), { code: "EADDRINUSE" });
});

import { createServer } from "node:http";
import { plimsollHealth } from "@plimsoll/express";
import { Pool } from "pg";
import t from "tap";
import { createApp } from "../src/app.ts";
import { listen } from "../src/listen.ts";
import { ordinaryServices } from "../src/services.ts";
import { createSeededDatabase, NO_DATABASE } from "./test-database.ts";
import { request } from "./test-money.ts";

t.test("with PostgreSQL", { skip: NO_DATABASE ?? false }, async (t) => {
  const pool = new Pool({ connectionString: await createSeededDatabase(t) });
  // The connection of a failed query may still be closing when its database is dropped.
  pool.on("error", () => undefined);
  let hasBug = false;
  const reportSql = (): string => {
    if (hasBug) throw new TypeError("a bug");
    return "SELECT secret_column FROM accounts WHERE $1 < $2";
  };
  const services = { ...ordinaryServices(pool), reportSql };
  const health = plimsollHealth();
  t.teardown(health.shutDown);
  const log = (): void => void t.fail("no outage");
  const server = createServer(createApp({ services, log, health, shedsLoad: false }));
  const url = `http://127.0.0.1:${await listen(server, 0, "127.0.0.1")}`;
  t.teardown(async () => {
    server.close();
    await pool.end();
  });

  t.test("an unexpected error is a 500 that shows neither SQL nor a stack", async (t) => {
    const lines = t.capture(console, "error", () => {});
    const expected = {
      status: 500,
      body: { error: { code: "MONEY_INTERNAL", message: "Money failed. It has been logged." } },
    };
    const path = `${url}/reports/monthly?year=2024&month=4`;
    t.strictSame(await request(path, "GET"), expected, "an error of PostgreSQL");
    hasBug = true;
    t.strictSame(await request(path, "GET"), expected, "an error of Money");
    const [ofDatabase, ofMoney] = lines.args();
    t.equal(ofDatabase?.[0], "money: GET /reports/monthly failed:");
    t.match(ofDatabase?.[1], { code: "42703" }, "the log has the cause");
    t.match(ofMoney?.[1], { message: "a bug" });
  });
});

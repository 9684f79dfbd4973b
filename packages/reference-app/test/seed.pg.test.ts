import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { fileURLToPath } from "node:url";
import t from "tap";
import { seed } from "../src/index.ts";
import { createDatabase, NO_DATABASE, query, SMALL_SEED } from "./test-database.ts";

const SEED_FILE = fileURLToPath(new URL("../src/seed.js", import.meta.url));
const FINGERPRINT = `
  SELECT md5(string_agg(transfers::text, '' ORDER BY id)) AS transfers,
         (SELECT md5(string_agg(entries::text, '' ORDER BY id)) FROM entries) AS entries
  FROM transfers`;

t.test("with PostgreSQL", { skip: NO_DATABASE ?? false }, async (t) => {
  t.test("the seed makes the rows asked for, the same in each database", async (t) => {
    const urls = [await createDatabase(t), await createDatabase(t)];
    const [first, second] = await Promise.all(urls.map((url) => seed(url, SMALL_SEED)));
    t.strictSame(first, {
      isNew: true,
      customers: 20,
      accounts: 40,
      transfers: 180,
      entries: 400,
    });
    t.strictSame(second, first);
    const [ones, others] = await Promise.all(urls.map((url) => query(url, FINGERPRINT)));
    t.strictSame(ones, others);
  });

  t.test("the seeded balances are the sums of the ledger and none is below 1,000.00", async (t) => {
    const url = await createDatabase(t);
    await seed(url, SMALL_SEED);
    const wrong = await query(
      url,
      `SELECT accounts.id FROM accounts JOIN entries ON account_id = accounts.id
       GROUP BY accounts.id HAVING sum(amount_cents) <> balance_cents OR balance_cents < 100000`,
    );
    t.strictSame(wrong, []);
    const [sums] = await query(
      url,
      "SELECT sum(amount_cents)::int AS cents FROM entries WHERE transfer_id IS NOT NULL",
    );
    t.strictSame(sums, { cents: 0 }, "both sides of the transfers cancel out");
  });

  t.test("a second seed changes nothing, also when both run at once", async (t) => {
    const url = await createDatabase(t);
    const results = await Promise.all([seed(url, SMALL_SEED), seed(url, SMALL_SEED)]);
    t.equal(results.filter(({ isNew }) => isNew).length, 1);
    const again = await seed(url, { customers: 1, entries: 2 });
    t.match(again, { isNew: false, customers: 20, entries: 400 });
  });

  t.test("the default seed has 200,000 rows and its command says what it did", async (t) => {
    const env = { ...process.env, DATABASE_URL: await createDatabase(t) };
    const rows = "10000 customers, 20000 accounts, 50000 transfers, 120000 entries";
    t.match(runSeed(env), {
      status: 0,
      stdout: new RegExp(`^money: seeded in [\\d.]+ s: ${rows}\n$`),
    });
    t.match(runSeed(env), { status: 0, stdout: `money: already there, nothing done: ${rows}\n` });
  });
});

t.test("counts out of bounds are refused before anything is connected", async (t) => {
  const nowhere = "postgres://127.0.0.1:1/x";
  await t.rejects(seed(nowhere, { customers: 0 }), { code: "MONEY_INVALID_INPUT" });
  await t.rejects(seed(nowhere, { customers: 10, entries: 19 }), {
    message:
      "entries must be an integer from 20 to 10000000 (entries, at least two for each customer), got 19",
  });
});

t.test(
  "the seed's command ends with 2 without DATABASE_URL and with 1 without a server",
  async (t) => {
    t.match(runSeed({ DATABASE_URL: "" }), {
      status: 2,
      stderr: /^DATABASE_URL must be a URL .* got nothing\n$/,
    });
    t.match(runSeed({ DATABASE_URL: "postgres://127.0.0.1:1/x" }), {
      status: 1,
      stderr: /^money: cannot seed DATABASE_URL: connect ECONNREFUSED 127.0.0.1:1\n$/,
    });
  },
);

function runSeed(env: NodeJS.ProcessEnv): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [SEED_FILE], { env, encoding: "utf8" });
}

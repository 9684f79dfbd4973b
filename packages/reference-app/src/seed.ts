import { realpathSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { Client } from "pg";
import { readDatabaseUrl } from "./config.ts";
import { errorFacts, MoneyError } from "./errors.ts";
import { type IntegerRule, readInteger } from "./input.ts";
import { SCHEMA } from "./schema.ts";
import { SEED_STEPS } from "./seed-steps.ts";

/** How much to seed. Each customer gets two accounts; customers and accounts are numbered from 1. */
export interface SeedOptions {
  customers: number;
  /** Rows in the ledger, rounded up to an even number; at least 2 × customers, the opening deposits. */
  entries: number;
}

/** 10,000 customers, 20,000 accounts, 50,000 transfers and 120,000 entries: 200,000 rows. */
export const SEED_DEFAULTS: SeedOptions = { customers: 10_000, entries: 120_000 };

/** Rows in the database after seeding, and whether this call put them there. */
export interface SeedResult {
  isNew: boolean;
  customers: number;
  accounts: number;
  transfers: number;
  entries: number;
}

/**
 * Creates the schema and fills it with the same rows each time. A database that has customers is left as it is.
 * @throws MoneyError `MONEY_INVALID_INPUT` for counts out of bounds; the driver's error when the database fails.
 */
export async function seed(url: string, options?: Partial<SeedOptions>): Promise<SeedResult> {
  const { customers, entries } = readOptions({ ...SEED_DEFAULTS, ...options });
  const client = new Client({ connectionString: url, application_name: "money-seed" });
  await client.connect();
  try {
    const isNew = await fill(client, customers, Math.ceil(entries / 2) - customers);
    // Without statistics the planner would read whole tables in the first minutes.
    if (isNew) await client.query("VACUUM ANALYZE customers, accounts, transfers, entries");
    return { isNew, ...(await countRows(client)) };
  } finally {
    await client.end();
  }
}

const CUSTOMERS_RULE: IntegerRule = { min: 1, max: 1_000_000 };
const ENTRIES_MAX = 10_000_000;

function readOptions({ customers, entries }: SeedOptions): SeedOptions {
  readInteger("customers", customers, CUSTOMERS_RULE);
  const unit = "entries, at least two for each customer";
  readInteger("entries", entries, { min: 2 * customers, max: ENTRIES_MAX, unit });
  return { customers, entries };
}

async function fill(client: Client, customers: number, transfers: number): Promise<boolean> {
  await client.query("BEGIN");
  // Two seeds at once: the second waits here, then finds the data. The number is Money's own, any would do.
  await client.query("SELECT pg_advisory_xact_lock(20240413)");
  await client.query(SCHEMA);
  const { rows } = await client.query("SELECT 1 FROM customers LIMIT 1");
  if (rows.length === 0) {
    await client.query("SELECT setseed(0.0413)");
    await client.query(SEED_STEPS.customers, [customers]);
    await client.query(SEED_STEPS.accounts, [customers]);
    await client.query(SEED_STEPS.transfers, [transfers, 2 * customers]);
    await client.query(SEED_STEPS.deposits);
    await client.query(SEED_STEPS.entries);
    await client.query(SEED_STEPS.balances);
  }
  await client.query("COMMIT");
  return rows.length === 0;
}

async function countRows(client: Client): Promise<Omit<SeedResult, "isNew">> {
  const { rows } = await client.query(`
    SELECT (SELECT count(*)::int FROM customers) AS customers,
           (SELECT count(*)::int FROM accounts) AS accounts,
           (SELECT count(*)::int FROM transfers) AS transfers,
           (SELECT count(*)::int FROM entries) AS entries`);
  return rows[0];
}

async function main(): Promise<void> {
  try {
    const startedAt = performance.now();
    const result = await seed(readDatabaseUrl(process.env["DATABASE_URL"]));
    const took = ((performance.now() - startedAt) / 1000).toFixed(1);
    const { customers, accounts, transfers, entries } = result;
    const verb = result.isNew ? `seeded in ${took} s` : "already there, nothing done";
    console.log(
      `money: ${verb}: ${customers} customers, ${accounts} accounts, ${transfers} transfers, ${entries} entries`,
    );
  } catch (error) {
    const isWrongUse = error instanceof MoneyError;
    const { message, code } = errorFacts(error);
    console.error(isWrongUse ? message : `money: cannot seed DATABASE_URL: ${message || code}`);
    process.exitCode = isWrongUse ? 2 : 1;
  }
}

const script = process.argv[1];
if (script && import.meta.url === pathToFileURL(realpathSync(script)).href) void main();

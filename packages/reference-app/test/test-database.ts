import { randomBytes } from "node:crypto";
import { Client } from "pg";
import type { Test } from "tap";
import { seed } from "../src/index.ts";

/** Why a suite is skipped, or undefined when there is a PostgreSQL to test with. */
export const NO_DATABASE: string | undefined = process.env["DATABASE_URL"]
  ? undefined
  : "DATABASE_URL is absent: no PostgreSQL to test with";

/** Customers and entries of the seed that most tests need: 40 accounts with 400 entries. */
export const SMALL_SEED = { customers: 20, entries: 400 };

/** The URL of a new, empty database beside DATABASE_URL's; dropped after the test, with whoever is in it. */
export async function createDatabase(t: Test): Promise<string> {
  const name = `money_test_${randomBytes(6).toString("hex")}`;
  await onServer(`CREATE DATABASE ${name}`);
  t.teardown(() => onServer(`DROP DATABASE ${name} WITH (FORCE)`));
  const url = new URL(process.env["DATABASE_URL"] ?? "");
  url.pathname = `/${name}`;
  return url.href;
}

export async function createSeededDatabase(t: Test): Promise<string> {
  const url = await createDatabase(t);
  await seed(url, SMALL_SEED);
  return url;
}

/** Rows that a statement gives on a connection of its own. */
export async function query<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

/**
 * Repeats a statement until it gives rows.
 * @throws when it has given none for 5 s
 */
export async function untilRows(url: string, sql: string): Promise<object[]> {
  const deadline = performance.now() + 5000;
  while (performance.now() < deadline) {
    const rows = await query(url, sql);
    if (rows.length > 0) return rows;
  }
  throw new Error(`no row within 5 s: ${sql}`);
}

async function onServer(sql: string): Promise<void> {
  await query(process.env["DATABASE_URL"] ?? "", sql);
}

import pg from "pg";
import type { Test } from "tap";
import { serverOptions, uniqueName } from "../database.ts";

/** Runs `sql` as the superuser, on the database of `DATABASE_URL` or another one. */
export async function asSuperuser(
  sql: string,
  options: pg.ClientConfig = {},
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ ...serverOptions(), ...options });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

/** A database of the test's own, because an election is per database; dropped at the test's end. */
export async function ownDatabase(t: Test): Promise<string> {
  const database = uniqueName();
  await asSuperuser(`create database "${database}"`);
  t.teardown(() => asSuperuser(`drop database "${database}" with (force)`));
  return database;
}

/** Process ids of the probes' connections to `database`. */
export async function probeBackends(database: string): Promise<number[]> {
  const rows = await asSuperuser(
    `select pid from pg_stat_activity where datname = '${database}' and application_name = 'plimsoll-server-probe' order by pid`,
  );
  return rows.map(({ pid }) => Number(pid));
}

import { Client } from "pg";

/** A lock that somebody holds on a table. */
export interface TableLock {
  /** Backend that holds it. */
  readonly pid: number;
  /** Gives the lock back; no error when the backend was ended already. May be called twice. */
  stop(): Promise<void>;
}

/**
 * The fault `lock-contention`: a migration takes a table for itself and stays in its transaction, idle. Every statement on the
 * table waits for it.
 *
 * @param table name of a table of Money's
 */
export async function lockTable(databaseUrl: string, table: string): Promise<TableLock> {
  const client = new Client({ connectionString: databaseUrl, application_name: "migration" });
  client.on("error", () => {}); // Who ends its backend is a part of the drill.
  await client.connect();
  await client.query("BEGIN");
  await client.query(`LOCK TABLE ${client.escapeIdentifier(table)} IN ACCESS EXCLUSIVE MODE`);
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return { pid: rows[0]?.pid ?? 0, stop: () => client.end().catch(() => {}) };
}

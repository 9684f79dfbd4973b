import { withClient } from "../with-client.ts";

/**
 * Ends every session on the database at `url`: what a restart of the server does to clients, without the time in which it is down.
 *
 * @param adminUrl of another database of the same server
 */
export async function endSessions(url: string, adminUrl: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  const sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
  await withClient(adminUrl, (client) => client.query(sql, [name]));
}

import { endSessions } from "./end-sessions.ts";
import { withClient } from "../with-client.ts";

/**
 * The fault `failover` as writers see it: the database takes reads only (25006), for every session that begins from now on, and
 * sessions that there were are ended. A server does the same to itself when its disk is full, at some providers.
 *
 * @param url of the database that is to refuse
 * @param adminUrl of another database of the same server
 * @returns a function that lets new sessions write again; those that there are still do not
 */
export async function refuseWrites(url: string, adminUrl: string): Promise<() => Promise<void>> {
  const name = new URL(url).pathname.slice(1);
  await withClient(adminUrl, async (client) => {
    const database = client.escapeIdentifier(name);
    await client.query(`ALTER DATABASE ${database} SET default_transaction_read_only = on`);
  });
  await endSessions(url, adminUrl);
  return () =>
    withClient(adminUrl, async (client) => {
      const database = client.escapeIdentifier(name);
      await client.query(`ALTER DATABASE ${database} RESET default_transaction_read_only`);
    });
}

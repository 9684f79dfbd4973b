import { appendFileSync, writeFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import path from "node:path";
import { withAdmin } from "./postgres-databases.js";

/** What a base backup leaves out: a standby makes these files itself. */
const LEFT_OUT = new Set(["postmaster.pid", "postmaster.opts", "standby.signal"]);
/** Folders of which it takes no content. The log is streamed from the primary. */
const EMPTIED = new Set([
  "pg_wal",
  "pg_replslot",
  "pg_dynshmem",
  "pg_notify",
  "pg_serial",
  "pg_snapshots",
  "pg_stat_tmp",
  "pg_subtrans",
]);

/**
 * Fills a folder with a copy of a running server's data, which on its start follows that server as a
 * streaming standby. The npm package has no pg_basebackup, so this is the backup by hand:
 * https://www.postgresql.org/docs/18/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 *
 * @param {import("./postgres.js").RunningPostgres} primary
 * @param {string} target new folder
 */
export async function copyPrimary(primary, target) {
  const label = await withAdmin(primary.url, async (client) => {
    // Both in one session: its end would end the backup.
    await client.query("SELECT pg_backup_start('standby', fast => true)");
    await cp(primary.dataDir, target, {
      recursive: true,
      filter: (source) => isCopied(path.relative(primary.dataDir, source)),
    });
    const sql = "SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)";
    return (await client.query(sql)).rows[0].labelfile;
  });
  writeFileSync(path.join(target, "backup_label"), label, { mode: 0o600 });
  writeFileSync(path.join(target, "standby.signal"), "", { mode: 0o600 });
  const { host, port, user, password } = primary;
  // In a file of the owner's: an argument of the server would show the password in `ps`.
  appendFileSync(
    path.join(target, "postgresql.auto.conf"),
    `primary_conninfo = 'host=${host} port=${port} user=${user} password=${password}'\n`,
  );
}

/** @param {string} name path below the data folder */
function isCopied(name) {
  const [first = "", second] = name.split(path.sep);
  if (LEFT_OUT.has(first)) return false;
  return !(EMPTIED.has(first) && second !== undefined);
}

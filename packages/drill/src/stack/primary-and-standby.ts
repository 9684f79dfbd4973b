import type { RunningPostgres } from "@plimsoll/setup";
import { DrillError } from "../drill-error.ts";
import { until } from "../until.ts";
import { withClient } from "../with-client.ts";
import { type Database, type DatabaseOptions, startSeeded, startServer } from "./database.ts";
import type { Processes } from "./processes.ts";
import type { RunFolder } from "./run-folder.ts";

const CAUGHT_UP_SECONDS = 30;

/** A primary with Money's seeded database, and a standby that streams from it. For `failover` and `replica-lag`. */
export interface PrimaryAndStandby {
  /** The primary, with Money's database. */
  readonly primary: Database;
  /** The same on the standby, with the same user and password: 25006 for who writes, until it is promoted. */
  readonly standbyUrl: string;
  /** Makes the standby a primary; resolves when it takes writes. */
  promote(): Promise<void>;
  /** Stops the primary (its sessions end with 57P01, new ones are refused) when the standby has got all that it wrote. */
  stopPrimary(): Promise<void>;
  /** From here on the standby receives what the primary writes and shows none of it. */
  pauseReplay(): Promise<void>;
  /** The standby shows all that it received meanwhile. */
  resumeReplay(): Promise<void>;
}

/** Starts both; resolves when the standby streams and has caught up. The run is aborted when one ends by itself. */
export async function startPrimaryAndStandby(
  processes: Processes,
  folder: RunFolder,
  abort: AbortController,
  { settings = {}, customers }: Pick<DatabaseOptions, "settings" | "customers"> = {},
): Promise<PrimaryAndStandby> {
  const { database, server } = await startSeeded(processes, folder, abort, {
    name: "primary",
    settings,
    customers,
  });
  // A standby must allow as many connections as its primary.
  const standby = await startServer(processes, folder, abort, {
    name: "standby",
    standbyOf: server,
    // Else the primary learns of the standby's position every 10 s, when that stands still.
    settings: { ...settings, wal_receiver_status_interval: "1s" },
  });
  await assertCaughtUp(server);
  const onStandby = (sql: string): Promise<void> =>
    withClient(standby.url, async (client) => void (await client.query(sql)));
  return {
    primary: database,
    standbyUrl: withPort(database.url, standby.port),
    promote: () => onStandby("SELECT pg_promote()"),
    stopPrimary: () => server.stop(),
    pauseReplay: () => onStandby("SELECT pg_wal_replay_pause()"),
    resumeReplay: () => onStandby("SELECT pg_wal_replay_resume()"),
  };
}

async function assertCaughtUp({ url }: RunningPostgres): Promise<void> {
  const sql = `SELECT FROM pg_stat_replication
    WHERE state = 'streaming' AND replay_lsn = pg_current_wal_lsn()`;
  const isCaughtUp = await withClient(url, (client) =>
    until(CAUGHT_UP_SECONDS, async () => (await client.query(sql)).rows.length === 1),
  );
  if (isCaughtUp) return;
  throw new DrillError(
    "PLIMSOLL_START_FAILED",
    `PostgreSQL: the standby has not caught up with its primary after ${CAUGHT_UP_SECONDS} s.`,
  );
}

function withPort(url: string, port: number): string {
  const other = new URL(url);
  other.port = String(port);
  return other.href;
}

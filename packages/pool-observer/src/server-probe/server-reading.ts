import type { ConnectionCount } from "./connection-counts.ts";
import { ProbeFailure } from "./probe-failure.ts";
import { ELECTION_LOCK } from "./session-sql.ts";

/** What the server says of itself at one moment. */
export interface ServerReading {
  /** The session still holds the election's lock. */
  readonly isElected: boolean;
  readonly maxConnections: number;
  readonly usableConnections: number;
  readonly connections: readonly ConnectionCount[];
  readonly lockWaiters: number;
  readonly oldestTransactionSeconds: number;
  /** Null when it cannot be known. */
  readonly replicationLagSeconds: number | null;
  readonly isInRecovery: boolean;
}

/*
 * Only what every role may read. PostgreSQL shows the state, the type and the times of a session to its own role and to members of
 * pg_read_all_stats (pg_monitor is one) alone; of others it shows process id, database, role and application_name
 * (pg_stat_get_activity() in src/backend/utils/adt/pgstatfuncs.c). Of sessions that are hidden like this, those with a role and a database
 * are clients: system processes have no role, walsenders of standbys no database. pg_locks is open to all.
 */
const ACTIVITY = `select pid, application_name, xact_start, datid,
    coalesce(state, case when backend_type is null then 'hidden' else 'starting' end) as state,
    coalesce(backend_type = 'client backend', usesysid is not null and datid is not null) as is_client
  from pg_stat_activity`;

/*
 * A walsender with no database and a replay position feeds a standby; pg_receivewal, a base backup and a logical subscriber do not.
 * replay_lag is null once a standby has been caught up for a while; a standby of which nothing is known yet is left out.
 */
const LAG_OF_STANDBYS = `select max(case
      when r.replay_lag is not null then extract(epoch from r.replay_lag)
      when r.replay_lsn >= r.sent_lsn then 0
    end)
  from pg_stat_replication r join activity a on a.pid = r.pid and a.datid is null
  where r.replay_lsn is not null`;

/*
 * "All received is replayed" means no lag only while something is being received: without a walreceiver the time since the last commit is
 * the most that is known. A standby that has replayed no commit gives null.
 */
const LAG_OF_THIS_STANDBY = `case
    when exists (select from pg_stat_wal_receiver) and pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
    else greatest(0, extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()))
  end`;

/**
 * One question for everything; the answer is JSON, so that no type parser of the app's gets at it. `reserved_connections` is new in
 * PostgreSQL 16.
 */
export const SAMPLE_SQL: string = `with activity as (${ACTIVITY})
select json_build_object(
  'isElected', exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
    and classid = ${ELECTION_LOCK.classId} and objid = ${ELECTION_LOCK.objectId} and objsubid = 2),
  'maxConnections', current_setting('max_connections')::int,
  'usableConnections', current_setting('max_connections')::int
    - current_setting('superuser_reserved_connections')::int
    - coalesce(current_setting('reserved_connections', true)::int, 0),
  'connections', (select coalesce(json_agg(c), '[]') from (
    select state, application_name as application, count(*) as count from activity where is_client
    group by 1, 2 order by 3 desc, 2, 1) c),
  'lockWaiters', (select count(distinct pid) from pg_locks where not granted),
  'oldestTransactionSeconds', (select greatest(0, coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0))
    from activity where is_client and pid <> pg_backend_pid()),
  'isInRecovery', pg_is_in_recovery(),
  'replicationLagSeconds', case when pg_is_in_recovery() then ${LAG_OF_THIS_STANDBY} else (${LAG_OF_STANDBYS}) end
)::text as answer`;

/** @throws ProbeFailure when `answer` is none to {@link SAMPLE_SQL} */
export function parseReading(answer: string): ServerReading {
  const reading = JSON.parse(answer) as ServerReading;
  const { maxConnections, usableConnections, lockWaiters, oldestTransactionSeconds } = reading;
  const numbers = [maxConnections, usableConnections, lockWaiters, oldestTransactionSeconds];
  const hasAll =
    numbers.every(Number.isFinite) &&
    Array.isArray(reading.connections) &&
    typeof reading.isElected === "boolean" &&
    typeof reading.isInRecovery === "boolean";
  if (!hasAll) throw new ProbeFailure("BAD_ANSWER");
  return reading;
}

/** PostgreSQL's `application_name` of the probe's connection. */
export const PROBE_APPLICATION_NAME = "plimsoll-server-probe";

/**
 * The advisory lock whose holder is elected: the two-integer form, so that it never meets an app's own one-number keys. The first number is
 * "plim" in ASCII, as PostgreSQL's `classid`; the second counts the kinds of lock that Plimsoll takes. PostgreSQL keeps advisory locks
 * apart by database.
 */
export const ELECTION_LOCK = { classId: 0x70_6c_69_6d, objectId: 1 } as const;

const STATEMENT_TIMEOUT_MILLIS = 3000;
// A host that vanished, or a process that was stopped, gives the lock back after about a minute: the server ends its connection.
const IDLE_SESSION_MILLIS = 60_000;
const KEEPALIVE = { tcp_keepalives_idle: 30, tcp_keepalives_interval: 10, tcp_keepalives_count: 3 };
const FIRST_WITH_IDLE_SESSION_TIMEOUT = 140_000;

/** Who answers: `{ pid, version }`. */
export const HELLO_SQL = `select json_build_object(
  'pid', pg_backend_pid(),
  'version', current_setting('server_version_num')::int
)::text as answer`;

/**
 * Settings of the probe's own session, by set_config() and not at connect, because poolers refuse unknown start parameters; safe only when
 * the connection leads to the server itself.
 *
 * @param version `server_version_num`
 */
export function settingsSql(version: number): string {
  const settings = {
    search_path: "pg_catalog",
    statement_timeout: STATEMENT_TIMEOUT_MILLIS,
    ...KEEPALIVE,
    // New in PostgreSQL 14.
    ...(version >= FIRST_WITH_IDLE_SESSION_TIMEOUT && {
      idle_session_timeout: IDLE_SESSION_MILLIS,
    }),
  };
  const calls = Object.entries(settings).map(
    ([name, value]) => `pg_catalog.set_config('${name}', '${value}', false)`,
  );
  return `select concat_ws(' ', ${calls.join(", ")}) as answer`;
}

/** Tries to be elected: `true` or `false`. The lock is given back when the connection ends. */
export const ELECT_SQL: string = `select pg_try_advisory_lock(${ELECTION_LOCK.classId}, ${ELECTION_LOCK.objectId})::text as answer`;

/** A pool whose backends are looked at for lock waits while it is short of connections. */
export interface LockWatched {
  /** Seconds that the oldest request has waited for a connection; 0 when none waits. */
  readonly oldestWaiterSeconds: number;
  /** Process ids of the server's backends that serve the pool's held connections. */
  backendPids(): readonly number[];
  /** So many of them wait for a lock now, and these sessions are what they wait for. */
  noteLockWaiters(count: number, blockers: readonly LockBlocker[]): void;
}

/** A session that others wait for. Its SQL is not asked for. */
export interface LockBlocker {
  /** 0 is a prepared transaction. */
  readonly pid: number;
  /** How many of those asked for wait for it. */
  readonly blocks: number;
  /** Null when the session is gone, or a prepared transaction. */
  readonly application: string | null;
  /** Null too when it is of a role that the probe's may not look at. */
  readonly state: string | null;
  readonly transactionSeconds: number | null;
}

/** Who waits for a lock, and for whom. */
export interface LockWaits {
  readonly waitingPids: readonly number[];
  /** Who blocks most first; at most {@link BLOCKER_LIMIT}. */
  readonly blockers: readonly LockBlocker[];
}

const BLOCKER_LIMIT = 10;

/**
 * Which of `backendPids` wait for a lock. pg_blocking_pids() stops the lock manager for a moment, so only those are looked up that say they wait,
 * or that the probe's role may not look at (another pool's role): for these being blocked is what tells.
 */
export function lockWaitsSql(backendPids: readonly number[]): string {
  const pids = backendPids.filter(Number.isSafeInteger).join(",");
  return `with asked as materialized (
  select pid, wait_event_type = 'Lock' as is_waiting, pg_blocking_pids(pid) as blocked_by
  from pg_stat_activity where pid = any ('{${pids}}'::int[]) and (wait_event_type = 'Lock' or state is null)
), waiting as (
  select * from asked where is_waiting or cardinality(blocked_by) > 0
), blocker as (
  select pid, count(*) as blocks from (select unnest(blocked_by) as pid from waiting) b
  group by 1 order by 2 desc, 1 limit ${BLOCKER_LIMIT}
)
select json_build_object(
  'waitingPids', (select coalesce(json_agg(pid), '[]') from waiting),
  'blockers', (select coalesce(json_agg(json_build_object(
      'pid', b.pid, 'blocks', b.blocks, 'application', a.application_name, 'state', a.state,
      'transactionSeconds', extract(epoch from clock_timestamp() - a.xact_start)
    ) order by b.blocks desc, b.pid), '[]') from blocker b left join pg_stat_activity a on a.pid = b.pid)
)::text as answer`;
}

/** The answer to {@link lockWaitsSql}. */
export function parseLockWaits(answer: string): LockWaits {
  return JSON.parse(answer) as LockWaits;
}

import type { Cause, PoolCause } from "./attributes.ts";

/** Where the runbooks of this repository are read. */
export const RUNBOOK_BASE_URL = "https://github.com/plimsoll/plimsoll/blob/main/alerts/runbooks";

/**
 * What an instance must see to call its pool stalled, and how many instances make a page. The rule and the process judge by the
 * same numbers; `thresholds.ts` of the rule builder gives the reason of each.
 */
export const STALL = {
  /** The oldest request has waited for longer than this. */
  waiterSeconds: 1,
  /** At the present rate of grants the queue would take longer than this to be served. */
  drainSeconds: 30,
  /** Each connection is granted less than once in this time. */
  holdSeconds: 10,
  /** It pages when more than this share of the service sees it. */
  instanceShare: 0.1,
  /** A page stays for this long after its condition ended. */
  keepFiringSeconds: 120,
} as const;

/** What an alert says whatever pool it is about. */
export interface PoolPage {
  readonly name: string;
  readonly severity: "page";
  readonly role: "cause";
  readonly cause: Cause;
  readonly summary: string;
  /** Absent where only the rules know which route to name. */
  readonly doFirst?: string;
  readonly doNot: string;
}

/** A pool that stands still, by what its process says is the cause. */
export type PagedCause =
  | "stalled"
  | Extract<PoolCause, "connect_failure" | "held_idle" | "lock_wait" | "slow_query" | "demand">;

/**
 * The alerts that a process may post itself, by their cause. Rule and process read them here: their labels must be equal, or
 * Alertmanager sees two alerts.
 */
export const POOL_PAGES: Readonly<
  Record<PagedCause, PoolPage> &
    Record<"stalled" | "connect_failure" | "lock_wait", Required<PoolPage>>
> = {
  stalled: {
    name: "PlimsollPoolStalled",
    severity: "page",
    role: "cause",
    cause: "stalled",
    summary: "A connection pool stands still: requests wait and none is granted",
    doFirst:
      "Ask the database directly (psql, select 1). If it does not answer, it or the network is down: follow that. If it does, look at pg_stat_activity: locks and idle transactions of this service. If all its connections are idle there, restart the app's instances one by one.",
    doNot:
      "Do not scale out: new instances queue at the same place. Do not restart the database because the app hangs: first see whether it answers.",
  },
  connect_failure: {
    name: "PlimsollPoolConnectFailing",
    severity: "page",
    role: "cause",
    cause: "connect_failure",
    summary: "A connection pool cannot open connections",
    doFirst:
      "Ask the database from an instance of the app (psql, select 1). Refused or not found: is the server up, did its address change? 28P01 or 3D000: did a secret or a name change with the last deploy?",
    doNot:
      "Do not scale out: new instances cannot connect either, and all of them connect at once when the database is back. Do not restart the database before you know that it is what is down.",
  },
  held_idle: {
    name: "PlimsollPoolHeldByApplication",
    severity: "page",
    role: "cause",
    cause: "held_idle",
    summary: "A connection pool runs out because the app holds connections without using them",
    doNot:
      "Do not scale out: the other service becomes no faster, and the database gets more idle transactions. Do not restart the database: it waits for the app.",
  },
  lock_wait: {
    name: "PlimsollPoolLockQueue",
    severity: "page",
    role: "cause",
    cause: "lock_wait",
    summary: "A connection pool runs out because its queries wait for a lock",
    doFirst:
      "Find who holds the lock: select pid, pg_blocking_pids(pid), left(query, 80) from pg_stat_activity where wait_event_type = 'Lock'. End the first blocker with pg_cancel_backend, or pg_terminate_backend when it is idle in transaction.",
    doNot:
      "Do not scale out: more queries queue for the same lock. Do not restart the database: ending one backend is enough.",
  },
  slow_query: {
    name: "PlimsollPoolSlowQueries",
    severity: "page",
    role: "cause",
    cause: "slow_query",
    summary: "A connection pool runs out because queries have become slow",
    doNot:
      "Do not scale out and do not raise the pool's limit: more connections make a slow database slower. Do not restart the database before pg_stat_activity has been saved.",
  },
  demand: {
    name: "PlimsollPoolTrafficSurge",
    severity: "page",
    role: "cause",
    cause: "demand",
    summary: "A connection pool runs out because demand has grown",
    doNot:
      "Do not scale out past the connection budget: instances times pool limit must stay below max_connections. Do not restart anything: the demand is still there afterwards.",
  },
};

/** What one instance of a large service posts, for its fellows to count. It pages nobody. */
export const STALLED_VOTE = {
  name: "PlimsollPoolStalledVote",
  severity: "none",
  role: "vote",
} as const;

/** What a stall means. @param pool in words; @param oldest how long the oldest waiter has waited, in words */
export function describeStall(pool: string, oldest: string): string {
  return `${pool} grants next to nothing while requests wait; the oldest has waited for ${oldest}. Users see hanging requests or errors.`;
}

/** What a cause is in words, what to do first about it, and the alert whose runbook says the rest. */
export interface CauseWords {
  readonly why: string;
  readonly first: string;
  readonly alert: string;
}

/**
 * Every cause that a page or a process's own verdict can name: `docs/causes.md` and `docs/alerts.md`.
 * `none` is what the dashboard says while nothing is short.
 */
export const CAUSE_WORDS: Readonly<Record<string, CauseWords>> = {
  server_connections: {
    why: "The server has no connection left",
    first: "Count connections by application",
    alert: "PlimsollServerConnectionsExhausted",
  },
  connect_failure: {
    why: "Connections cannot be opened",
    first: "Ask the database: select 1",
    alert: "PlimsollPoolConnectFailing",
  },
  event_loop: {
    why: "The app's event loop is blocked",
    first: "Take a CPU profile of one instance",
    alert: "PlimsollEventLoopBlocked",
  },
  nested_acquire: {
    why: "Holders wait for a second connection",
    first: "Restart instances one by one, then fix the route",
    alert: "PlimsollPoolNestedAcquire",
  },
  leak: {
    why: "LEAK: connections are not given back",
    first: "Restart instances one by one, then fix the route",
    alert: "PlimsollPoolLeak",
  },
  held_idle: {
    why: "The app holds connections without using them",
    first: "See what the route waits for while it holds",
    alert: "PlimsollPoolHeldByApplication",
  },
  lock_wait: {
    why: "Queries wait for a lock",
    first: "End the first blocker",
    alert: "PlimsollPoolLockQueue",
  },
  slow_query: {
    why: "Queries have become slow",
    first: "Open Queries: which one runs longest?",
    alert: "PlimsollPoolSlowQueries",
  },
  demand: {
    why: "More requests than usual",
    first: "Shed or limit what is not wanted",
    alert: "PlimsollPoolTrafficSurge",
  },
  undersized: {
    why: "The limit is too low for usual load",
    first: "Raise the limit within the server's budget",
    alert: "PlimsollPoolTooSmall",
  },
  stalled: {
    why: "Nothing is granted, and no rule knows why",
    first: "Ask the database: select 1",
    alert: "PlimsollPoolStalled",
  },
  forecast: {
    why: "Use rises in a line",
    first: "See below what rises",
    alert: "PlimsollPoolExhaustionPredicted",
  },
  read_only: {
    why: "The server refuses writes: it is read-only",
    first: "Find the primary",
    alert: "PlimsollWritesOnReadOnly",
  },
  scale_out: {
    why: "More instances did not help",
    first: "Undo the scale-out",
    alert: "PlimsollScaleOutFutile",
  },
  unknown: {
    why: "Short, and no rule knows why",
    first: "Read Why and Who below; do not scale out",
    alert: "PlimsollPoolPressure",
  },
};

/** What stands there while no cause is named. */
export const NO_CAUSE = { why: "nothing is short", first: "nothing to do" } as const;

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

/** What the rule and a process that posts the alert itself say alike: their labels must be equal, or Alertmanager sees two alerts. */
export const STALLED_ALERT = {
  name: "PlimsollPoolStalled",
  severity: "page",
  role: "cause",
  cause: "stalled",
  summary: "A connection pool stands still: requests wait and none is granted",
  doFirst:
    "Ask the database directly (psql, select 1). If it does not answer, it or the network is down: follow that. If it does, look at pg_stat_activity: locks and idle transactions of this service. If all its connections are idle there, restart the app's instances one by one.",
  doNot:
    "Do not scale out: new instances queue at the same place. Do not restart the database because the app hangs: first see whether it answers.",
} as const;

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

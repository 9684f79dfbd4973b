/** Attribute keys that stand on spans only. Semantic-convention names first; what the conventions lack is `plimsoll.`. */
export const SPAN_ATTRIBUTE = {
  /** The SQL, without its literals unless the app's team asked for them. */
  queryText: "db.query.text",
  /** SQLSTATE. */
  statusCode: "db.response.status_code",
  /** Process id of the server's backend: `pid` in pg_stat_activity, `%p` in the server's log. */
  backendPid: "plimsoll.db.backend_pid",
  /** On a `pool wait` span: how the wait ended, an outcome of `plimsoll.pool.requests`. */
  outcome: "plimsoll.pool.outcome",
  /** On a server span: seconds that the request waited for connections, those of being connected for it left out. */
  waitSeconds: "plimsoll.db.wait_seconds",
  /** On a server span: seconds that the request waited while a connection was opened for it. */
  connectSeconds: "plimsoll.db.connect_seconds",
  /** On a server span: seconds in which connections that it held had a query in flight. */
  querySeconds: "plimsoll.db.query_seconds",
  /** On a server span: seconds in which connections that it held did nothing. */
  heldIdleSeconds: "plimsoll.db.held_idle_seconds",
  /** On a server span: finished queries. */
  queries: "plimsoll.db.queries",
  /** On the first span of a trace in this process that a sampler's ratio had dropped: why it is there all the same. */
  keptBecause: "plimsoll.sampling.kept_because",
  /** Beside {@link keptBecause}: how many spans of the trace are missing, because it had too many. Absent when it is whole. */
  lostSpans: "plimsoll.sampling.lost_spans",
} as const;

/** Name of the span of a wait for a connection. There is one only when a request waited: an idle connection at once makes none. */
export const POOL_WAIT_SPAN = "pool wait";

/** Event on a server span: one statement ran so often in the request that it looks like one query per row of another. */
export const N_PLUS_ONE_EVENT = "plimsoll.n_plus_one";

/** Why a trace is kept that the ratio would drop: a request in it waited for a connection, a span of it failed, or it was slow. */
export const KEEP_REASONS = ["waited", "failed", "slow"] as const;
export type KeepReason = (typeof KEEP_REASONS)[number];

/** Instrumentation scope of our spans, metrics and log records. */
export const SCOPE_NAME = "@plimsoll/instrumentation-pool";

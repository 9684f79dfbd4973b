/**
 * Attribute keys, in OpenTelemetry spelling.
 * Semantic-convention names come first; `plimsoll.`-less short keys (`outcome`, `level`, `of`, `kind`, `reason`, `cause`, `rule`, `severity`) exist on our own metrics only.
 * Source: https://opentelemetry.io/docs/specs/semconv/database/database-metrics/ (1.45)
 */
export const ATTRIBUTE = {
  poolName: "db.client.connection.pool.name",
  state: "db.client.connection.state",
  systemName: "db.system.name",
  namespace: "db.namespace",
  serverAddress: "server.address",
  serverPort: "server.port",
  errorType: "error.type",
  operationName: "db.operation.name",
  querySummary: "db.query.summary",
  httpRoute: "http.route",
  outcome: "outcome",
  level: "level",
  of: "of",
  kind: "kind",
  serverState: "state",
  application: "application",
  reason: "reason",
  cause: "cause",
  rule: "rule",
  severity: "severity",
} as const;

/** Resource attributes that every series carries: as constant labels from our exporter, by promotion in the OTLP path. */
export const RESOURCE_ATTRIBUTE = {
  serviceName: "service.name",
  serviceInstanceId: "service.instance.id",
  environment: "deployment.environment.name",
} as const;

/** The attributes that say which pool a point belongs to. Every pool metric carries them. */
export const POOL_IDENTITY: readonly string[] = [
  ATTRIBUTE.poolName,
  ATTRIBUTE.systemName,
  ATTRIBUTE.namespace,
  ATTRIBUTE.serverAddress,
  ATTRIBUTE.serverPort,
];

/** The attributes that say which server and database a point of the server probe belongs to. */
export const SERVER_IDENTITY: readonly string[] = [
  ATTRIBUTE.systemName,
  ATTRIBUTE.namespace,
  ATTRIBUTE.serverAddress,
  ATTRIBUTE.serverPort,
];

/** `application` of connections that gave no `application_name`. */
export const NO_APPLICATION = "none";

/** `application` of the connections beyond the {@link APPLICATION_LIMIT} that are named. */
export const OTHER_APPLICATION = "other";

/** Applications named per server at a time; the rest is {@link OTHER_APPLICATION}. */
export const APPLICATION_LIMIT = 20;

/** States of a physical connection; their sum is the number of sockets that the server sees. */
export const CONNECTION_STATES = ["idle", "used", "connecting", "closing"] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

/**
 * How an acquire ended; each ends in exactly one.
 * `idle` an idle connection was granted · `created` one was opened for it · `queued` it waited for a release ·
 * `timeout` the pool gave it up · `failed` it got an error · `abandoned` the pool ended while it waited.
 */
export const OUTCOMES = ["idle", "created", "queued", "timeout", "failed", "abandoned"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Outcomes that granted a connection. */
export const GRANTED_OUTCOMES: readonly Outcome[] = ["idle", "created", "queued"];

/** Pressure levels: `waiting` at least one request waits; `saturated` every connection of the limit is used. */
export const PRESSURE_LEVELS = ["waiting", "saturated"] as const;
export type PressureLevel = (typeof PRESSURE_LEVELS)[number];

/** What `plimsoll.pool.oldest_seconds` gives the age of. `parked` is held with no query in flight. */
export const AGES = ["waiter", "holder", "parked", "query"] as const;
export type Age = (typeof AGES)[number];

/** What `plimsoll.pool.peak` gives the highest value of. */
export const PEAKS = ["used", "pending"] as const;
export type Peak = (typeof PEAKS)[number];

/**
 * Why the pool closed a connection. `idle` it was idle for too long · `lifetime` it was open for too long · `uses` it was used too often ·
 * `error` it broke, or its holder gave it back with an error · `end` the pool ended.
 */
export const CLOSE_REASONS = ["idle", "lifetime", "uses", "error", "end"] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

/** Why a pool is short of connections, as its own process sees it: `docs/causes.md` has the rule of each. */
export const POOL_CAUSES = [
  "demand",
  "slow_query",
  "lock_wait",
  "held_idle",
  "leak",
  "nested_acquire",
  "connect_failure",
  "event_loop",
  "undersized",
] as const;
export type PoolCause = (typeof POOL_CAUSES)[number];

/** What a route's seconds were spent on. */
export const ROUTE_KINDS = ["hold", "wait"] as const;
export type RouteKind = (typeof ROUTE_KINDS)[number];

/** `http.route` of work outside any HTTP request, or in one whose route is not known. */
export const NO_ROUTE = "none";

/** `http.route` of the routes beyond the {@link ROUTE_LIMIT} that are named. */
export const OTHER_ROUTE = "other";

/** Routes named per pool at a time; the rest is {@link OTHER_ROUTE}. */
export const ROUTE_LIMIT = 20;

/** Name of the pools beyond the {@link POOL_LIMIT} that have a name of their own; their numbers are summed. */
export const OTHER_POOL = "other";

/** Pools of a process that have a name of their own at a time. */
export const POOL_LIMIT = 50;

/**
 * What the label `cause` of an alert can say. `unknown` is a page all the same; `none` is the Watchdog, which means nothing is wrong.
 */
export const CAUSES = [
  "server_connections",
  "connect_failure",
  "event_loop",
  "nested_acquire",
  "leak",
  "held_idle",
  "lock_wait",
  "slow_query",
  "demand",
  "stalled",
  "forecast",
  "unknown",
  "read_only",
  "scale_out",
  "connection_budget",
  "replication_lag",
  "http_errors",
  "parked",
  "wait_budget",
  "open_transaction",
  "configuration",
  "undersized",
  "oversized",
  "query_amplification",
  "telemetry",
  "none",
] as const;
export type Cause = (typeof CAUSES)[number];

/**
 * `error.type` values of failed connects that are born at 0, because `increase()` over a counter born at 40 is 0.
 * errno of the socket, then SQLSTATE: 28P01 wrong password, 3D000 no such database, 53300 too many connections,
 * 57P01 and 57P03 the server is shutting down or starting. `timeout`: the pool gave up on opening.
 */
export const CONNECT_ERROR_TYPES = [
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "ETIMEDOUT",
  "timeout",
  "28P01",
  "3D000",
  "53300",
  "57P01",
  "57P03",
] as const;

/** `error.type` of an error that has no SQLSTATE and no errno, or beyond the number of types that are named. Source: semconv `error.type`. */
export const OTHER_ERROR_TYPE = "_OTHER";

/** `db.operation.name` and `db.query.summary` of SQL whose first word is no command of PostgreSQL. */
export const OTHER_OPERATION = "_OTHER";

/** `db.query.summary` of the queries beyond the {@link QUERY_SUMMARY_LIMIT} that are named. */
export const OTHER_SUMMARY = "other";

/** Query summaries named per pool at a time, in each of the first {@link FULL_POOLS} pools of a process; the rest is {@link OTHER_SUMMARY}. */
export const QUERY_SUMMARY_LIMIT = 100;

/** Pools of a process that have {@link QUERY_SUMMARY_LIMIT} names for their queries; further ones have {@link FEW_QUERY_SUMMARIES}. */
export const FULL_POOLS = 3;

/** Query summaries named in each pool beyond the first {@link FULL_POOLS}: an app with a pool per tenant runs the same queries in all of them. */
export const FEW_QUERY_SUMMARIES = 10;

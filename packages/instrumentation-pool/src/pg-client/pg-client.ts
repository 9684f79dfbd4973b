/*
 * The parts of pg's `Client` that are read or patched, by shape instead of by type, so that no version of pg is a dependency.
 * Read in pg 8.23.1 lib/client.js, lib/native/client.js.
 */

/** A pg `Client`, JavaScript or native. */
export interface PgClient {
  /** JavaScript client: false from a query's submit to its ReadyForQuery; undefined before it is connected. */
  readonly readyForQuery?: boolean;
  readonly _activeQuery?: unknown;
  /** Its name before pg 8.17. */
  readonly activeQuery?: unknown;
  readonly _ended?: boolean;
  /** Whom it tells that it is connected, or not. */
  _connectionCallback?: unknown;
  /** Native client: is its query neither finished nor failed? */
  _hasActiveQuery?(): unknown;
  readonly _pipelineInFlight?: boolean;
  /** Queries not sent yet; and its name before pg 8.17. */
  readonly _queryQueue?: readonly object[];
  readonly queryQueue?: readonly object[];
  /** Since pg 8.23: queries are sent without waiting for answers. */
  readonly pipeline?: boolean;
  /** Those that were sent and are not answered, without the oldest. */
  readonly _sentQueryQueue?: readonly object[];
  /** Process id of the server's backend; null before it is known, and absent from a native client. */
  readonly processID?: unknown;
  /** Since pg 8.21: `I`, `T` or `E`. */
  getTransactionStatus?(): unknown;
  /** False once the connection broke. */
  readonly _queryable?: boolean;
  /** Whether `end()` was called. */
  readonly _ending?: boolean;
  /** pg-pool's count of its holds. */
  readonly _poolUseCount?: number;
  /** Where it connects to, as pg resolved it; its password is not enumerable. */
  readonly connectionParameters?: ConnectionPlace & object;
  /** JavaScript client: its connection, which has a socket before it connects. */
  readonly connection?: { readonly stream?: unknown; readonly _keepAlive?: unknown };
  /** JavaScript client: how long it may take to connect; 0 = for ever. */
  readonly _connectionTimeoutMillis?: unknown;
  once(event: "end", listener: () => void): unknown;
}

/** Where a client connects to, as pg resolved it. */
export interface ConnectionPlace {
  readonly host?: unknown;
  readonly port?: unknown;
  readonly database?: unknown;
  readonly user?: unknown;
}

/** The queries of `client` that were not sent yet. */
export function waitingQueries(client: PgClient): readonly object[] {
  // `queryQueue` exists beside it as a getter that prints a deprecation warning (pg 8.23.1 lib/client.js:120).
  return client._queryQueue ?? client.queryQueue ?? [];
}

/** The query that the server works on. */
export function activeQueryOf(client: PgClient): unknown {
  // `activeQuery` exists beside it as a getter that prints a deprecation warning (pg 8.23.1 lib/client.js:110).
  if (client._activeQuery !== undefined) return client._activeQuery;
  if ("_activeQuery" in client || client._hasActiveQuery) return undefined;
  return client.activeQuery;
}

/** The SQL of a query object of pg, of a cursor or of a stream. */
export function textOf(query: object): string | undefined {
  // A QueryStream has its text in its cursor (pg-query-stream 4.17.0).
  const { text, cursor } = query as { text?: unknown; cursor?: { text?: unknown } };
  if (typeof text === "string") return text;
  return typeof cursor?.text === "string" ? cursor.text : undefined;
}

/** Whether `value` is a pg `Client`, of whatever copy of pg. */
export function isPgClient(value: unknown): value is PgClient {
  if (typeof value !== "object" || value === null) return false;
  const { _pulseQueryQueue: pulse, connectionParameters } = value as Record<string, unknown>;
  return typeof pulse === "function" && typeof connectionParameters === "object";
}

/** Whether `value` is the class of a pg `Client`. */
export function isPgClientClass(value: unknown): value is { prototype: object } {
  if (typeof value !== "function" || typeof value.prototype !== "object") return false;
  const prototype = value.prototype as Record<string, unknown> | null;
  return typeof prototype?.["_pulseQueryQueue"] === "function";
}

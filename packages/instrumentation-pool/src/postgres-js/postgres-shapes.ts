import type { Variables } from "./closure-scopes.ts";

/*
 * The parts of postgres.js that are read or watched, by shape instead of by type, so that no version of it is a dependency.
 * Read in postgres 3.4.9 src/index.js, src/connection.js, src/query.js, src/queue.js; the same stand in 3.2.4 to 3.4.9.
 */

/** What `postgres()` makes of its arguments, the URL and the environment; `sql.options`. */
export interface PostgresOptions {
  readonly host: readonly unknown[];
  readonly port: readonly unknown[];
  readonly path?: unknown;
  readonly database?: unknown;
  readonly user?: unknown;
  readonly connection?: { readonly application_name?: unknown };
  readonly idle_timeout?: unknown;
  /** Given by the app: it opens the socket itself. */
  readonly socket?: unknown;
  readonly onnotify?: unknown;
  /** Only in the hidden pool behind `sql.subscribe()`. */
  readonly no_subscribe?: unknown;
  readonly shared: object;
}

export interface PostgresQueue<T> {
  readonly length: number;
  push: (member: T) => unknown;
  shift: () => T | undefined;
  remove: (member: T) => unknown;
}

/** A query, which is a promise that begins with its first `then()`. */
export interface PostgresQuery {
  /** True from the first `handle()`. */
  readonly executed: boolean;
  /** Who gets it in `handle()`: the pool, a transaction, a reserved connection, or one connection itself. */
  readonly handler: unknown;
  readonly canceller: unknown;
  /** `onexecute` is set by `sql.begin()` alone. */
  readonly options: { readonly onexecute?: unknown };
  readonly string?: unknown;
  /** Not there until the query is sent. */
  parameters?: unknown;
  readonly cancelled: unknown;
  /** The connection's key to its backend, once the query was sent; undefined in {@link PostgresReserve}. */
  readonly state: { readonly pid: unknown } | null;
  readonly streaming?: unknown;
  readonly onlyDescribe?: unknown;
  /** Set by `cursor()`. */
  readonly cursorRows?: unknown;
  resolve: (value: unknown) => unknown;
  reject: (error: unknown) => unknown;
}

/** What stands in the queue for a `sql.reserve()`. */
export interface PostgresReserve {
  reserve: (connection: PostgresConnection) => unknown;
  reject: (error: unknown) => unknown;
}

export type PostgresRequest = PostgresQuery | PostgresReserve;

/** One connection, open or not: there are always as many as the pool may have. */
export interface PostgresConnection {
  readonly queue: PostgresQueue<PostgresConnection>;
  /** Set while a transaction or a `sql.reserve()` has it. */
  readonly reserved?: unknown;
  connect: (request: PostgresRequest) => unknown;
  execute: (query: PostgresQuery) => unknown;
  end: () => unknown;
  terminate: () => unknown;
}

const QUEUES = ["connecting", "reserved", "closed", "ended", "open", "busy", "full"] as const;

/** Each connection is in the one that says what it does. */
export type PostgresQueues = Readonly<
  Record<(typeof QUEUES)[number], PostgresQueue<PostgresConnection>>
>;

/** The function that tags queries, and has all else on it. */
export interface PostgresSql {
  readonly options: PostgresOptions;
  unsafe(text: string): PostgresQuery;
}

/** What `postgres()` keeps in its closure. */
export interface PoolClosure {
  readonly options: PostgresOptions;
  readonly queues: PostgresQueues;
  readonly connections: readonly PostgresConnection[];
  /** Requests that wait because every connection is in use. */
  readonly queries: PostgresQueue<PostgresRequest>;
}

/** The pool among the variables of a scope, told by shape, because a bundler may have renamed them. */
export function poolClosureOf(variables: Variables): PoolClosure | undefined {
  const values = Object.values(variables);
  const queues = values.find(isQueues);
  const options = values.find(isOptions);
  if (queues === undefined || options === undefined) return undefined;
  const byState = new Set<unknown>(Object.values(queues));
  const queries = values.find((value) => isQueue(value) && !byState.has(value));
  const connections = values.find(
    (value) => Array.isArray(value) && value.length > 0 && value.every(isConnection),
  );
  const isKnown = (connection: PostgresConnection) => byState.has(connection.queue);
  if (queries === undefined || !(connections as PostgresConnection[] | undefined)?.every(isKnown))
    return undefined;
  return { options, queues, connections, queries } as PoolClosure;
}

/** Whether `value` is what `postgres()` returns, of whatever copy of postgres.js. */
export function isPostgresSql(value: unknown): value is PostgresSql {
  if (typeof value !== "function") return false;
  const { options, unsafe } = value as unknown as Record<string, unknown>;
  return typeof unsafe === "function" && isOptions(options);
}

export function isReserve(request: PostgresRequest): request is PostgresReserve {
  return "reserve" in request && typeof request.reserve === "function";
}

/** Whether `value` is a request that no connection has sent. */
export function isUnsent(value: unknown): value is PostgresRequest {
  if (!isObject(value) || typeof value["reject"] !== "function") return false;
  return isReserve(value as unknown as PostgresRequest) || value["state"] === null;
}

/** Whether `value` has a queue for each state of a connection. */
export function isQueues(value: unknown): value is PostgresQueues {
  return isObject(value) && QUEUES.every((name) => Object.hasOwn(value, name));
}

function isQueue(value: unknown): boolean {
  return isObject(value) && hasMethods(value, ["push", "shift", "remove"]) && "length" in value;
}

function isConnection(value: unknown): value is PostgresConnection {
  return isObject(value) && hasMethods(value, ["connect", "execute", "end", "terminate"]);
}

function isOptions(value: unknown): value is PostgresOptions {
  if (!isObject(value)) return false;
  return Array.isArray(value["host"]) && isObject(value["shared"]) && isObject(value["parsers"]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function hasMethods(value: Record<string, unknown>, names: readonly string[]): boolean {
  return names.every((name) => typeof value[name] === "function");
}

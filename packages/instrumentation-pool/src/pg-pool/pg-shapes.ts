/*
 * The parts of pg-pool and pg that are read or patched, by shape instead of by type, so that no version of them is a dependency.
 * Read in pg-pool 3.14.0 index.js and pg 8.23.1 lib/client.js, lib/native/client.js; the same methods stand in pg-pool 2.0.10 to 3.14.0.
 */

/** A pg `Client`, JavaScript or native. */
export interface PgClient {
  /** JavaScript client: false from a query's submit to its ReadyForQuery; undefined before it is connected. */
  readonly readyForQuery?: boolean;
  readonly _activeQuery?: unknown;
  /** Its name before pg 8.17. */
  readonly activeQuery?: unknown;
  readonly _ended?: boolean;
  /** Native client: is its query neither finished nor failed? */
  _hasActiveQuery?(): unknown;
  readonly _pipelineInFlight?: boolean;
  once(event: "end", listener: () => void): unknown;
}

export interface PgPoolOptions {
  readonly name?: unknown;
  readonly application_name?: unknown;
  readonly connectionString?: unknown;
  readonly host?: unknown;
  readonly port?: unknown;
  readonly database?: unknown;
  readonly user?: unknown;
  readonly max?: number;
  readonly min?: number;
  readonly connectionTimeoutMillis?: number;
}

/** A pg-pool `Pool`; pg's `BoundPool` and every subclass inherit its prototype. */
export interface PgPool {
  readonly options: PgPoolOptions;
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  readonly ending: boolean;
  readonly ended: boolean;
  readonly _clients: readonly PgClient[];
  readonly Client: { readonly prototype: object };
  Promise: PromiseConstructor;
}

/** The methods of pg-pool's prototype that are patched. */
export const POOL_METHODS = [
  "connect",
  "newClient",
  "_acquireClient",
  "_release",
  "_remove",
] as const;

/** Whether `value` is pg-pool's class, a subclass of it, or a bundled copy of it. */
export function isPoolClass(value: unknown): value is { prototype: object } {
  if (typeof value !== "function" || typeof value.prototype !== "object") return false;
  const prototype = value.prototype as Record<string, unknown> | null;
  return prototype !== null && POOL_METHODS.every((name) => typeof prototype[name] === "function");
}

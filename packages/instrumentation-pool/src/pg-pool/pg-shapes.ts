import { isClassWithMethods } from "../class-with-methods.ts";
import type { PgClient } from "../pg-client/pg-client.ts";

/*
 * The parts of pg-pool that are read or patched, by shape instead of by type, so that no version of it is a dependency.
 * Read in pg-pool 3.14.0 index.js; the same methods stand in pg-pool 2.0.10 to 3.14.0.
 */

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
  readonly maxUses?: number;
  readonly maxLifetimeSeconds?: number;
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
  listenerCount(event: "error"): number;
}

/** The methods of pg-pool's prototype that are patched. */
const POOL_METHODS = ["connect", "newClient", "_acquireClient", "_release", "_remove"] as const;

/** Whether `value` is pg-pool's class, a subclass of it, or a bundled copy of it. */
export function isPoolClass(value: unknown): value is { prototype: object } {
  return isClassWithMethods(value, POOL_METHODS);
}

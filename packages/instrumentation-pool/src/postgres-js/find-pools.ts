import { diag } from "@opentelemetry/api";
import type { PoolRegistry } from "@plimsoll/pool-observer";
import { guard } from "../guard.ts";
import { findInScopes } from "./closure-scopes.ts";
import { type PoolClosure, poolClosureOf, type PostgresSql } from "./postgres-shapes.ts";
import { runConnect, seesSockets } from "./socket-channel.ts";
import { watchOlderConnects } from "./older-connects.ts";
import { watchPool } from "./watch-pool.ts";
import { WatchedPool } from "./watched-pool.ts";

/** A pool that is measured; undefined when it is one that postgres.js hides, or cannot be read. */
export type FoundPool = WatchedPool | undefined;

// A global symbol, so that a second copy of this package in the process does not watch everything twice.
const FOUND: unique symbol = Symbol.for("@plimsoll/instrumentation-pool.found");

const byCanceller = new WeakMap<object, { readonly pool: FoundPool }>();

/** The pool whose queries have `canceller`, a function that each pool makes for itself. Looks for it once. */
export function poolOfCanceller(canceller: object, registry: PoolRegistry): FoundPool {
  const known = byCanceller.get(canceller);
  if (known !== undefined) return known.pool;
  // Whatever goes wrong, it is not tried again.
  byCanceller.set(canceller, { pool: undefined });
  const pool = guard(() => {
    const found = readClosure(canceller);
    return found && poolOfClosure(found, canceller, registry);
  });
  byCanceller.set(canceller, { pool });
  return pool;
}

/** The pool behind what `postgres()` returns. */
export function poolOfSql(sql: PostgresSql, registry: PoolRegistry): FoundPool {
  return poolOfCanceller(cancellerOf(sql), registry);
}

/** A query that nobody awaits is never sent: it only shows what each query of the pool has. */
function cancellerOf(sql: PostgresSql): object {
  const { canceller } = sql.unsafe("");
  if (typeof canceller !== "function") throw new TypeError("a query without a canceller");
  return canceller;
}

/** The pool whose closure was `found` in the scopes of `member`, a function made by `postgres()`. It is watched from now on. */
export function poolOfClosure(
  found: PoolClosure,
  member: object,
  registry: PoolRegistry,
): FoundPool {
  const marked = found.queues as { [FOUND]?: FoundPool };
  if (isFound(marked)) return marked[FOUND];
  const pool = isHidden(found) ? undefined : newPool(found, member, registry);
  Object.defineProperty(marked, FOUND, { value: pool });
  if (pool !== undefined) {
    watchOlderConnects(pool);
    watchPool(pool, runConnect);
  }
  return pool;
}

/** Whether the pool with these queues is known, be it measured or hidden. */
export function isFound(queues: object): boolean {
  return Object.hasOwn(queues, FOUND);
}

function newPool(found: PoolClosure, member: object, registry: PoolRegistry): WatchedPool {
  return new WatchedPool({
    closure: found,
    registry,
    readVariables: () => findInScopes(member, variablesOfPool) ?? [],
    // A socket of the app's own may be of any kind.
    seesSockets: seesSockets && !found.options.socket,
  });
}

function variablesOfPool(variables: Readonly<Record<string, unknown>>): unknown[] | undefined {
  return poolClosureOf(variables) === undefined ? undefined : Object.values(variables);
}

let hasWarned = false;

function readClosure(member: object): PoolClosure | undefined {
  try {
    const found = findInScopes(member, poolClosureOf);
    if (found === undefined) warnOnce("its inside is not that of postgres 3.2.4 to 3.4.9");
    return found;
  } catch (error) {
    warnOnce(error);
    return undefined;
  }
}

function warnOnce(reason: unknown): void {
  if (hasWarned) return;
  hasWarned = true;
  diag.warn(
    "plimsoll: a pool of postgres.js cannot be measured, because V8's inspector does not show its closure; the app is not affected.",
    reason,
  );
}

/**
 * Whether it is one of the two pools of one connection that a pool makes for itself: for `sql.subscribe()` one that says so, for `sql.listen()`
 * one whose `onnotify` was made by a pool (postgres 3.4.9 src/index.js:158, src/subscribe.js:12).
 */
function isHidden({ options }: PoolClosure): boolean {
  if (options.no_subscribe) return true;
  const { onnotify } = options;
  return typeof onnotify === "function" && findInScopes(onnotify, poolClosureOf) !== undefined;
}

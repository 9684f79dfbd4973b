import type { PoolRegistry } from "@plimsoll/pool-observer";
import { guard } from "../guard.ts";
import { patchMethod } from "../patch-method.ts";
import { poolOfCanceller } from "./find-pools.ts";
import type { PostgresQuery } from "./postgres-shapes.ts";
import { noteCaller } from "./watch-query.ts";

/** Whether `value` is the class of postgres.js' queries. */
export function isQueryClass(value: unknown): value is { prototype: object } {
  return (
    typeof value === "function" && value.prototype instanceof Promise && "handle" in value.prototype
  );
}

/** Sees each query before it begins: whose it is, and whether the app asks for a transaction. */
export function patchQueryClass(prototype: object, registry: PoolRegistry): void {
  patchMethod(prototype, "handle", (original) => {
    return function handle(this: object) {
      const query = this as PostgresQuery;
      if (!query.executed) guard(() => noteHandle(query, registry));
      return original.call(this);
    };
  });
}

function noteHandle(query: PostgresQuery, registry: PoolRegistry): void {
  const { canceller, options } = query;
  // A connection's own queries have none.
  if (typeof canceller !== "function") return;
  const pool = poolOfCanceller(canceller, registry);
  if (pool === undefined) return;
  noteCaller(query);
  if (options.onexecute !== undefined) pool.noteBegin(query);
  else if (pool.isEndAsked) pool.noteWhenEnding(query);
}

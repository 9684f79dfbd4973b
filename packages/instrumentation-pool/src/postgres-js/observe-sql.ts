import type { PoolRegistry } from "@plimsoll/pool-observer";
import { poolOfSql } from "./find-pools.ts";
import { patchQueryClass } from "./patch-query.ts";
import type { PostgresSql } from "./postgres-shapes.ts";

/** Measures the pool behind `sql` under `name` from now on; no effect on the name of one that is reported already. */
export function observeSql(sql: PostgresSql, registry: PoolRegistry, name: string): void {
  patchQueryClass(Object.getPrototypeOf(sql.unsafe("")) as object, registry);
  poolOfSql(sql, registry)?.reportAs(name);
}

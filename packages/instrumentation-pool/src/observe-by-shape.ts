import type { PoolRegistry } from "@plimsoll/pool-observer";
import { patchPoolClass } from "./pg-pool/patch-pool.ts";
import { isPoolClass, type PgPool } from "./pg-pool/pg-shapes.ts";
import { trackPool } from "./pg-pool/tracked-pool.ts";
import { observeSql } from "./postgres-js/observe-sql.ts";
import { isPostgresSql } from "./postgres-js/postgres-shapes.ts";
import { patchSequelizePoolClass } from "./sequelize-pool/patch-sequelize-pool.ts";
import { isSequelizePoolClass, type SequelizePool } from "./sequelize-pool/sequelize-shapes.ts";
import { trackSequelizePool } from "./sequelize-pool/tracked-sequelize-pool.ts";
import { patchTarnClass } from "./tarn/patch-tarn.ts";
import { isTarnClass, type TarnPool } from "./tarn/tarn-shapes.ts";
import { trackTarnPool } from "./tarn/tracked-tarn-pool.ts";

/** Measures `pool` under `name` from now on; false when it has the shape of no pool that is known. */
export function observeByShape(pool: object, registry: PoolRegistry, name: string): boolean {
  if (isPostgresSql(pool)) {
    observeSql(pool, registry, name);
    return true;
  }
  const prototype = Object.getPrototypeOf(pool) as object;
  if (isPoolClass(pool.constructor)) {
    patchPoolClass(prototype, registry);
    trackPool(pool as PgPool, registry, name);
    return true;
  }
  if (isTarnClass(pool.constructor)) {
    patchTarnClass(prototype, registry);
    trackTarnPool(pool as TarnPool, registry, name);
    return true;
  }
  if (isSequelizePoolClass(pool.constructor)) {
    patchSequelizePoolClass(prototype, registry);
    trackSequelizePool(pool as SequelizePool, registry, name);
    return true;
  }
  return false;
}

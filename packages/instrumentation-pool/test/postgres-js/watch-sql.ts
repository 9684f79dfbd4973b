import type postgres from "postgres";
import type { Test } from "tap";
import { measure, type PoolValues } from "../collect.ts";
import { until } from "../database.ts";
import { openSql } from "./postgres-driver.ts";

export interface WatchedSql {
  readonly sql: postgres.Sql;
  readonly name: string;
  readonly read: () => Promise<PoolValues>;
}

/** A pool of postgres.js that is measured; each reading checks that no request got lost. */
export function watchSql(t: Test, options: object = {}): WatchedSql {
  const collect = measure();
  const { sql, name } = openSql(options);
  t.teardown(() => sql.end({ timeout: 1 }));
  const read = async () => {
    // It is reported from its first request on.
    const values = await until("the pool is reported", async () => {
      const collection = await collect();
      return collection.poolNames.includes(name) && collection.of(name);
    });
    t.equal(values.unaccounted, 0, "started = finished + pending");
    return values;
  };
  return { sql, name, read };
}

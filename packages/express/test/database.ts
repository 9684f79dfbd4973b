import { randomBytes } from "node:crypto";
import { observePool } from "@plimsoll/instrumentation-pool";
import { poolRegistry, type PoolTracker } from "@plimsoll/pool-observer";
import pg from "pg";
import type { Test } from "tap";

/** Why a suite is skipped, or undefined when there is a PostgreSQL to test with. */
export const NO_DATABASE: string | undefined = process.env["DATABASE_URL"]
  ? undefined
  : "DATABASE_URL is absent: no PostgreSQL to test with";

export const DATABASE_URL: string = process.env["DATABASE_URL"] ?? "";

/** Makes a measured pool with a name of its own; ended after the test. */
export function createPool(
  t: Test,
  config: pg.PoolConfig,
): { pool: pg.Pool; tracker: PoolTracker } {
  const name = `test-${randomBytes(6).toString("hex")}`;
  const pool = new pg.Pool({ connectionString: DATABASE_URL, ...config });
  pool.on("error", () => {});
  t.teardown(() => pool.end());
  observePool(pool, { name });
  const tracker = [...poolRegistry.trackers()].find((tracker) => tracker.name === name);
  if (tracker === undefined) throw new Error("the pool is not measured");
  return { pool, tracker };
}

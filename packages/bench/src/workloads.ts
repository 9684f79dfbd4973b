import type { Pool } from "pg";

/** One unit of work whose cost is measured. */
export const WORKLOADS: Readonly<Record<string, (pool: Pool, n: number) => Promise<unknown>>> = {
  "pool.query": (pool, n) => pool.query("SELECT $1::int AS x", [n]),
  "hold of 4 queries": async (pool, n) => {
    const client = await pool.connect();
    try {
      await client.query("BEGIN");
      await client.query("SELECT $1::int AS x", [n]);
      await client.query("UPDATE t SET x = $1", [n]);
      await client.query("COMMIT");
    } finally {
      client.release();
    }
  },
};

/** Runs `count` units, `concurrency` at a time. */
export async function runUnits(
  unit: (n: number) => Promise<unknown>,
  count: number,
  concurrency: number,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await unit(next);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

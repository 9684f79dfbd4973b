import { openPool } from "../database.ts";
import { endAfter, type PoolDriver } from "../pool-driver.ts";

export const pgPoolDriver: PoolDriver = {
  library: "pg-pool",
  timeoutError: { name: "Error", message: "timeout exceeded when trying to connect" },
  refusedError: { name: "Error", message: "connect ECONNREFUSED 127.0.0.1:1" },
  poolOfTimeout: (error) => (error as { pool?: object }).pool,
  open(t, { idleSeconds, ...options } = {}) {
    const { pool, name } = openPool(t, {
      ...options,
      ...(idleSeconds !== undefined && { idleTimeoutMillis: idleSeconds * 1000 }),
    });
    const leased = endAfter(t, async () => undefined);
    const acquire = async () => {
      const client = await pool.connect();
      return {
        query: (sql: string) => client.query(sql),
        release: leased(() => client.release()),
      };
    };
    return {
      name,
      acquire,
      begin: acquire,
      query: (sql) => pool.query(sql),
      setAcquireTimeout: (seconds) => {
        pool.options.connectionTimeoutMillis = seconds * 1000;
      },
      end: () => pool.end(),
    };
  },
};

import { hold, openPool } from "../database.ts";
import { endAfter, type PoolDriver } from "../pool-driver.ts";

export const pgPoolDriver: PoolDriver = {
  library: "pg-pool",
  timeoutError: { name: "Error", message: "timeout exceeded when trying to connect" },
  refusedError: { name: "Error", message: "connect ECONNREFUSED 127.0.0.1:1" },
  open(t, { idleSeconds, ...options } = {}) {
    const { pool, name } = openPool(t, {
      ...options,
      ...(idleSeconds !== undefined && { idleTimeoutMillis: idleSeconds * 1000 }),
    });
    const leased = endAfter(t, async () => undefined);
    return {
      name,
      acquire: async () => {
        const [client] = await hold(pool, 1);
        if (client === undefined) throw new Error("no client");
        return { query: (sql) => client.query(sql), release: leased(() => client.release()) };
      },
      query: (sql) => pool.query(sql),
      setAcquireTimeout: (seconds) => {
        pool.options.connectionTimeoutMillis = seconds * 1000;
      },
      end: () => pool.end(),
    };
  },
};

import { createRequire } from "node:module";
import { serverOptions, uniqueName } from "../database.ts";
import { endAfter, type PoolDriver } from "../pool-driver.ts";

export type Neon = typeof import("@neondatabase/serverless");

/** The CommonJS copy of the library: the one that a `require` hook and the cache scan find. */
export const neon: Neon = createRequire(import.meta.url)("@neondatabase/serverless") as Neon;

/** Has `library` reach PostgreSQL through the proxy at `address`. */
export function connectThrough(library: Neon, address: string): void {
  Object.assign(library.neonConfig, {
    wsProxy: address,
    useSecureWebSocket: false,
    pipelineConnect: false,
  });
}

export const neonDriver: PoolDriver = {
  library: "Neon",
  timeoutError: { name: "Error", message: "timeout exceeded when trying to connect" },
  // The ErrorEvent of a WebSocket, which tells nothing.
  refusedError: { message: "" },
  refusedErrorType: "_OTHER",
  poolOfTimeout: (error) => (error as { pool?: object }).pool,
  open(t, { idleSeconds, ...options } = {}) {
    const name = uniqueName();
    const pool = new neon.Pool({
      ...serverOptions(),
      application_name: name,
      ...options,
      ...(idleSeconds !== undefined && { idleTimeoutMillis: idleSeconds * 1000 }),
    });
    pool.on("error", () => undefined);
    const end = () => (pool.ending ? Promise.resolve() : pool.end());
    const leased = endAfter(t, end);
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

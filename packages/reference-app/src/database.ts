import { Client, Pool, type PoolClient, type PoolConfig, types } from "pg";
import type { Config } from "./config.ts";

/** The longest statement that Money lets the server run; the server then cancels it (SQLSTATE 57014). */
export const STATEMENT_TIMEOUT_MS = 30_000;

/** `name` is no option of pg itself; Plimsoll calls the pool by it. */
interface NamedPoolConfig extends PoolConfig {
  name: string;
}

// pg gives bigint as text, for it may exceed 2^53. Money's ids and cents are checked to stay below.
types.setTypeParser(types.builtins.INT8, Number);

/** Money's one pool. It opens no connection until the first one is asked for. */
export function createPool(config: Config): Pool {
  const options: NamedPoolConfig = {
    name: "money",
    application_name: "money",
    connectionString: config.databaseUrl,
    max: config.poolMax,
    connectionTimeoutMillis: config.acquireTimeoutMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: STATEMENT_TIMEOUT_MS,
  };
  const pool = new Pool(options);
  pool.on("error", (error) => {
    console.error(`money: an idle connection broke: ${error.message}. The pool opens a new one.`);
  });
  // A held client has no listener of the pool's: were its backend to die, the 'error' event would end the process.
  // Whoever holds it learns of the failure from its next query.
  pool.on("connect", (client) => {
    client.on("error", () => {});
  });
  return pool;
}

/** A connection of its own for `/readyz`, told apart from the pool's by its name on the server. */
export function createProbe({ databaseUrl }: Config): Client {
  return new Client({ connectionString: databaseUrl, application_name: "money-readyz" });
}

/** Runs `work` in one transaction and answers with its result. */
export type Transact = <T>(pool: Pool, work: (client: PoolClient) => Promise<T>) => Promise<T>;

/** Commits when `work` resolves, rolls back when it rejects; the connection goes back to the pool either way. */
export const inTransaction: Transact = async (pool, work) => {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    // A client that cannot even roll back is handed back with its error: the pool then closes it.
    broken = await rollBack(client);
    throw error;
  } finally {
    client.release(broken);
  }
};

/** Rolls back; answers with the error when that failed too, else undefined. */
export async function rollBack(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query("ROLLBACK");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

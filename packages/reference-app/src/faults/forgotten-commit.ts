import { inTransaction, type Transact } from "../database.ts";

/**
 * The transaction as code has it that releases in `finally` and has a path that returns before its COMMIT. The user gets 201;
 * the connection goes back to the pool with the transaction open, and the next holder works inside of it.
 *
 * @param every each how manyth transfer takes that path, 1 or more
 */
export function createForgottenCommit(every: number): Transact {
  let begun = 0;
  return async (pool, work) => {
    begun += 1;
    if (begun % every !== 0) return inTransaction(pool, work);
    const client = await pool.connect();
    try {
      await client.query("BEGIN");
      return await work(client); // The bug: neither COMMIT nor ROLLBACK.
    } finally {
      client.release();
    }
  };
}

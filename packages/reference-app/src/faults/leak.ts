import { rollBack, type Transact } from "../database.ts";

/**
 * The transaction as it often stands in code that leaks: without `finally`, with a release on each path that its
 * author thought of. Then came a return for the transfers sampled for audit, and that path has none.
 * The user notices nothing: the transfer is committed and answered with 201.
 *
 * @param every each how manyth committed transfer is sampled, 1 or more
 */
export function createLeak(every: number): Transact {
  let committed = 0;
  return async (pool, work) => {
    const client = await pool.connect();
    try {
      await client.query("BEGIN");
      const result = await work(client);
      await client.query("COMMIT");
      committed += 1;
      const isSampled = committed % every === 0;
      if (isSampled) return result; // The bug: nobody can release this client any more.
      client.release();
      return result;
    } catch (error) {
      client.release(await rollBack(client));
      throw error;
    }
  };
}

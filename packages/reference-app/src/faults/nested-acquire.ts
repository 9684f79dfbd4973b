import type pg from "pg";

type Work<T> = (client: pg.PoolClient) => Promise<T>;

/**
 * `work`, followed by an audit record that its author sent through the pool instead of the client at hand: the holder of a
 * connection waits for a second one. One request at a time notices nothing; as many as the pool's limit block each other.
 */
export function withNestedAcquire<T>(pool: pg.Pool, work: Work<T>): Work<T> {
  return async (client) => {
    const result = await work(client);
    await pool.query("SELECT count(*) FROM accounts WHERE id = 1");
    return result;
  };
}

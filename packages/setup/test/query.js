import pg from "pg";

/**
 * The rows that a statement gives on a connection of its own.
 *
 * @param {string} url
 * @param {string} sql
 */
export async function query(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows;
}

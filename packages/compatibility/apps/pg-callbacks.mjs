import pg from "pg";
import { GATE, SCHEMA, serve } from "#serve";

serve(async ({ url, name, max }) => {
  const pool = new pg.Pool({ connectionString: url, application_name: name, max });
  for (const statement of SCHEMA) await pool.query(statement);
  return {
    query: () =>
      new Promise((resolve, reject) => {
        pool.query("select status from orders where id = $1", [7], (error, result) =>
          error ? reject(error) : resolve(result.rows[0].status),
        );
      }),
    transaction: () => new Promise((resolve, reject) => insert(pool, resolve, reject)),
    failing: () =>
      new Promise((resolve, reject) => {
        pool.query("select * from missing", (error) => (error ? reject(error) : resolve()));
      }),
    // What is asked for inside the callback of `connect` must belong to the request that waited.
    contended: () =>
      new Promise((resolve, reject) => {
        pool.connect((error, client, release) => {
          if (error) return reject(error);
          client.query(GATE, (failure) => {
            release(failure);
            return failure ? reject(failure) : resolve("passed");
          });
        });
      }),
    end: () => pool.end(),
  };
});

function insert(pool, resolve, reject) {
  pool.connect((error, client, release) => {
    if (error) reject(error);
    else
      client.query("begin", () => {
        client.query("insert into orders values ($1, $2)", [8, "new"], () => {
          client.query("select count(*)::int as count from orders", (failure, result) => {
            client.query("commit", () => {
              release();
              if (failure) reject(failure);
              else resolve(result.rows[0].count);
            });
          });
        });
      });
  });
}

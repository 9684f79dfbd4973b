import { isMainThread, Worker } from "node:worker_threads";
import pg from "pg";
import { GATE, SCHEMA, serve } from "#serve";

// The main thread only starts the one that serves, and hands it its stdin: that ends when the test has seen enough.
if (isMainThread) process.stdin.pipe(new Worker(process.argv[1], { stdin: true }).stdin);
else
  serve(async ({ url, name, max }) => {
    const pool = new pg.Pool({ connectionString: url, application_name: name, max });
    for (const statement of SCHEMA) await pool.query(statement);
    return {
      async query() {
        const { rows } = await pool.query("select status from orders where id = $1", [7]);
        return rows[0].status;
      },
      async transaction() {
        const client = await pool.connect();
        try {
          await client.query("begin");
          await client.query("insert into orders values ($1, $2)", [8, "new"]);
          const { rows } = await client.query("select count(*)::int as count from orders");
          await client.query("commit");
          return rows[0].count;
        } finally {
          client.release();
        }
      },
      failing: () => pool.query("select * from missing"),
      contended: () => pool.query(GATE).then(() => "passed"),
      end: () => pool.end(),
    };
  });

import pg from "pg";
import Cursor from "pg-cursor";
import { GATE, SCHEMA, serve } from "#serve";

async function readAll(client, sql, values) {
  const cursor = client.query(new Cursor(sql, values));
  try {
    return await cursor.read(100);
  } finally {
    await cursor.close();
  }
}

serve(async ({ url, name, max }) => {
  const pool = new pg.Pool({ connectionString: url, application_name: name, max });
  for (const statement of SCHEMA) await pool.query(statement);

  async function withClient(work) {
    const client = await pool.connect();
    try {
      return await work(client);
    } finally {
      client.release();
    }
  }

  return {
    query: () =>
      withClient(async (client) => {
        const rows = await readAll(client, "select status from orders where id = $1", [7]);
        return rows[0].status;
      }),
    transaction: () =>
      withClient(async (client) => {
        await client.query("begin");
        await client.query("insert into orders values (8, 'new')");
        const rows = await readAll(client, "select count(*)::int as count from orders");
        await client.query("commit");
        return rows[0].count;
      }),
    failing: () => withClient((client) => readAll(client, "select * from missing")),
    contended: () => withClient((client) => readAll(client, GATE)).then(() => "passed"),
    end: () => pool.end(),
  };
});

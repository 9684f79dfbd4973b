import { neonConfig, Pool } from "@neondatabase/serverless";
import { GATE, SCHEMA, serve } from "#serve";

// A proxy in front of the test's PostgreSQL stands for Neon's.
Object.assign(neonConfig, {
  wsProxy: process.env.WEB_SOCKET_PROXY,
  useSecureWebSocket: false,
  pipelineConnect: false,
});

serve(async ({ url, name, max, observe }) => {
  const pool = observe(new Pool({ connectionString: url, application_name: name, max }));
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

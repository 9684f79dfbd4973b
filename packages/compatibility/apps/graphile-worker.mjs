import { EventEmitter, once } from "node:events";
import { Logger, run } from "graphile-worker";
import pg from "pg";
import { GATE, SCHEMA, serve } from "#serve";

function startRunner(pool, jobs) {
  return run({
    pgPool: pool,
    logger: new Logger(() => () => {}),
    noHandleSignals: true,
    // Jobs are told by LISTEN; a poll would want a connection at a time of its own.
    pollInterval: 600_000,
    taskList: {
      order: async ({ status }, { withPgClient }) => {
        await withPgClient((client) => client.query("select count(*) from orders"));
        jobs.emit("done", status);
      },
    },
  });
}

serve(async ({ url, name, max }) => {
  const pool = new pg.Pool({ connectionString: url, application_name: name, max });
  // It asks for both, and warns when one is missing.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const jobs = new EventEmitter();
  const runner = await startRunner(pool, jobs);
  for (const statement of SCHEMA) await pool.query(statement);
  return {
    async query() {
      const done = once(jobs, "done");
      await runner.addJob("order", { status: "paid" });
      return (await done)[0];
    },
    async transaction() {
      const client = await pool.connect();
      try {
        await client.query("begin");
        await client.query("insert into orders values (8, 'new')");
        await client.query("select graphile_worker.add_job('order', '{\"status\": \"new\"}')");
        const { rows } = await client.query("select count(*)::int as count from orders");
        await client.query("commit");
        return rows[0].count;
      } finally {
        client.release();
      }
    },
    failing: () => pool.query("select * from missing"),
    contended: () => pool.query(GATE).then(() => "passed"),
    async end() {
      await runner.stop();
      await pool.end();
    },
  };
});

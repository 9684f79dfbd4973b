import { PgBoss } from "pg-boss";
import { GATE, SCHEMA, serve } from "#serve";

serve(async ({ url, name, max }) => {
  const boss = new PgBoss({ connectionString: url, application_name: name, max });
  boss.on("error", (error) => process.stdout.write(`${error}\n`));
  await boss.start();
  const db = boss.getDb();
  for (const statement of SCHEMA) await db.executeSql(statement);
  await boss.createQueue("orders");
  return {
    async query() {
      await boss.send("orders", { status: "paid" });
      const [job] = await boss.fetch("orders");
      await boss.complete("orders", job.id);
      return job.data.status;
    },
    async transaction() {
      // One statement list is one transaction; it is how pg-boss makes its own.
      await db.executeSql("begin; insert into orders values (8, 'new'); commit");
      const { rows } = await db.executeSql("select count(*)::int as count from orders");
      return rows[0].count;
    },
    failing: () => db.executeSql("select * from missing"),
    contended: () => db.executeSql(GATE).then(() => "passed"),
    end: () => boss.stop({ graceful: false }),
  };
});

import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { GATE, serve } from "#serve";

serve(async ({ url, name, max }) => {
  const pool = new pg.Pool({ connectionString: url, application_name: name, max });
  const db = new Kysely({ dialect: new PostgresDialect({ pool }) });
  await db.schema
    .createTable("orders")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .addColumn("status", "text", (column) => column.notNull())
    .execute();
  await db.insertInto("orders").values({ id: 7, status: "paid" }).execute();
  return {
    async query() {
      const order = await db
        .selectFrom("orders")
        .selectAll()
        .where("id", "=", 7)
        .executeTakeFirstOrThrow();
      return order.status;
    },
    transaction: () =>
      db.transaction().execute(async (transaction) => {
        await transaction.insertInto("orders").values({ id: 8, status: "new" }).execute();
        const { count } = await transaction
          .selectFrom("orders")
          .select((build) => build.fn.countAll().as("count"))
          .executeTakeFirstOrThrow();
        return Number(count);
      }),
    failing: () => db.selectFrom("missing").selectAll().execute(),
    contended: () =>
      sql
        .raw(GATE)
        .execute(db)
        .then(() => "passed"),
    end: () => db.destroy(),
  };
});

import { eq, sql } from "drizzle-orm";
import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { GATE, SCHEMA, serve } from "#serve";

const orders = pgTable("orders", { id: integer().primaryKey(), status: text().notNull() });

serve(async ({ url, name, max }) => {
  const client = postgres(url, { connection: { application_name: name }, max });
  const db = drizzle({ client });
  for (const statement of SCHEMA) await db.execute(sql.raw(statement));
  return {
    async query() {
      const [order] = await db.select().from(orders).where(eq(orders.id, 7));
      return order.status;
    },
    transaction: () =>
      db.transaction(async (transaction) => {
        await transaction.insert(orders).values({ id: 8, status: "new" });
        return transaction.$count(orders);
      }),
    failing: () => db.execute(sql`select * from missing`),
    // A query alone would share a connection with another one (pipelining) and not wait for it.
    contended: () =>
      db.transaction((transaction) => transaction.execute(sql.raw(GATE))).then(() => "passed"),
    end: () => client.end(),
  };
});

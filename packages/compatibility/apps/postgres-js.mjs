import postgres from "postgres";
import { GATE, SCHEMA, serve } from "#serve";

serve(async ({ url, name, max }) => {
  const sql = postgres(url, { connection: { application_name: name }, max });
  for (const statement of SCHEMA) await sql.unsafe(statement);
  return {
    async query() {
      const [order] = await sql`select status from orders where id = ${7}`;
      return order.status;
    },
    transaction: () =>
      sql.begin(async (transaction) => {
        await transaction`insert into orders values (${8}, ${"new"})`;
        const [{ count }] = await transaction`select count(*)::int as count from orders`;
        return count;
      }),
    failing: () => sql`select * from missing`,
    // A query alone would share a connection with another one (pipelining) and not wait for it.
    contended: () => sql.begin((transaction) => transaction.unsafe(GATE)).then(() => "passed"),
    end: () => sql.end(),
  };
});

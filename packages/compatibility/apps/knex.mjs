import makeKnex from "knex";
import { GATE, serve } from "#serve";

serve(async ({ url, name, max }) => {
  const knex = makeKnex({
    client: "pg",
    connection: { connectionString: url, application_name: name },
    pool: { min: 0, max },
  });
  await knex.schema.createTable("orders", (table) => {
    table.integer("id").primary();
    table.text("status").notNullable();
  });
  await knex("orders").insert({ id: 7, status: "paid" });
  return {
    async query() {
      const order = await knex("orders").where({ id: 7 }).first();
      return order.status;
    },
    transaction: () =>
      knex.transaction(async (transaction) => {
        await transaction("orders").insert({ id: 8, status: "new" });
        const [{ count }] = await transaction("orders").count();
        return Number(count);
      }),
    failing: () => knex("missing"),
    contended: () => knex.raw(GATE).then(() => "passed"),
    end: () => knex.destroy(),
  };
});

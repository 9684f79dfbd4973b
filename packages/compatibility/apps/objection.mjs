import makeKnex from "knex";
import { Model } from "objection";
import { GATE, serve } from "#serve";

class Order extends Model {
  static tableName = "orders";
}

class Missing extends Model {
  static tableName = "missing";
}

serve(async ({ url, name, max }) => {
  const knex = makeKnex({
    client: "pg",
    connection: { connectionString: url, application_name: name },
    pool: { min: 0, max },
  });
  Model.knex(knex);
  await knex.schema.createTable("orders", (table) => {
    table.integer("id").primary();
    table.text("status").notNullable();
  });
  await Order.query().insert({ id: 7, status: "paid" });
  return {
    async query() {
      const order = await Order.query().findById(7);
      return order.status;
    },
    transaction: () =>
      Order.transaction(async (transaction) => {
        await Order.query(transaction).insert({ id: 8, status: "new" });
        return Order.query(transaction).resultSize();
      }),
    failing: () => Missing.query(),
    contended: () => knex.raw(GATE).then(() => "passed"),
    end: () => knex.destroy(),
  };
});

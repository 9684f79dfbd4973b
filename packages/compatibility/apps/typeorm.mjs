import { DataSource, EntitySchema } from "typeorm";
import { GATE, serve } from "#serve";

const Order = new EntitySchema({
  name: "Order",
  tableName: "orders",
  columns: { id: { type: Number, primary: true }, status: { type: String } },
});

serve(async ({ url, name, max }) => {
  const source = new DataSource({
    type: "postgres",
    url,
    applicationName: name,
    poolSize: max,
    entities: [Order],
    synchronize: true,
  });
  await source.initialize();
  await source.getRepository(Order).insert({ id: 7, status: "paid" });
  return {
    async query() {
      const order = await source.getRepository(Order).findOneBy({ id: 7 });
      return order.status;
    },
    transaction: () =>
      source.transaction(async (manager) => {
        await manager.insert(Order, { id: 8, status: "new" });
        return manager.count(Order);
      }),
    failing: () => source.query("select * from missing"),
    contended: () => source.query(GATE).then(() => "passed"),
    end: () => source.destroy(),
  };
});

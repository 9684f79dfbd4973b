import { defineEntity, MikroORM, p } from "@mikro-orm/postgresql";
import { GATE, serve } from "#serve";

const Order = defineEntity({
  name: "Order",
  tableName: "orders",
  properties: { id: p.integer().primary(), status: p.text() },
});

serve(async ({ url, name, max }) => {
  const orm = await MikroORM.init({
    clientUrl: url,
    driverOptions: { application_name: name },
    entities: [Order],
    pool: { min: 0, max },
  });
  await orm.schema.create();
  await orm.em.fork().insert(Order, { id: 7, status: "paid" });
  return {
    async query() {
      const order = await orm.em.fork().findOneOrFail(Order, 7);
      return order.status;
    },
    transaction: () =>
      orm.em.fork().transactional(async (em) => {
        await em.insert(Order, { id: 8, status: "new" });
        return em.count(Order);
      }),
    failing: () => orm.em.fork().execute("select * from missing"),
    contended: () =>
      orm.em
        .fork()
        .execute(GATE)
        .then(() => "passed"),
    end: () => orm.close(),
  };
});

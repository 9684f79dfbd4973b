import { DataTypes, Sequelize } from "sequelize";
import { GATE, serve } from "#serve";

serve(async ({ url, name, max }) => {
  const sequelize = new Sequelize(url, {
    dialectOptions: { application_name: name },
    logging: false,
    pool: { max },
  });
  const Order = sequelize.define(
    "Order",
    { id: { type: DataTypes.INTEGER, primaryKey: true }, status: DataTypes.TEXT },
    { tableName: "orders", timestamps: false },
  );
  await sequelize.sync();
  await Order.create({ id: 7, status: "paid" });
  return {
    async query() {
      const order = await Order.findByPk(7);
      return order.status;
    },
    transaction: () =>
      sequelize.transaction(async (transaction) => {
        await Order.create({ id: 8, status: "new" }, { transaction });
        return Order.count({ transaction });
      }),
    failing: () => sequelize.query("select * from missing"),
    contended: () => sequelize.query(GATE).then(() => "passed"),
    end: () => sequelize.close(),
  };
});

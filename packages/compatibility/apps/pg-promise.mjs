import makePgPromise from "pg-promise";
import { GATE, SCHEMA, serve } from "#serve";

serve(async ({ url, name, max }) => {
  const db = makePgPromise()({ connectionString: url, application_name: name, max });
  for (const statement of SCHEMA) await db.none(statement);
  return {
    async query() {
      const order = await db.one("select status from orders where id = $1", [7]);
      return order.status;
    },
    transaction: () =>
      db.tx(async (transaction) => {
        await transaction.none("insert into orders values ($1, $2)", [8, "new"]);
        const { count } = await transaction.one("select count(*)::int from orders");
        return count;
      }),
    failing: () => db.any("select * from missing"),
    contended: () => db.one(GATE).then(() => "passed"),
    end: () => db.$pool.end(),
  };
});

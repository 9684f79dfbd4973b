import { createPgDriverFactory } from "@slonik/pg-driver";
import { createPool, sql } from "slonik";
import { serve } from "#serve";

serve(async ({ url, name, max }) => {
  const pool = await createPool(`${url}?application_name=${name}`, {
    driverFactory: createPgDriverFactory(),
    maximumPoolSize: max,
  });
  await pool.query(sql.unsafe`create table orders (id int primary key, status text not null)`);
  await pool.query(sql.unsafe`insert into orders values (7, 'paid')`);
  return {
    query: () => pool.oneFirst(sql.unsafe`select status from orders where id = ${7}`),
    transaction: () =>
      pool.transaction(async (transaction) => {
        await transaction.query(sql.unsafe`insert into orders values (${8}, ${"new"})`);
        return transaction.oneFirst(sql.unsafe`select count(*)::int from orders`);
      }),
    failing: () => pool.query(sql.unsafe`select * from missing`),
    // It takes text from template literals only, so GATE is written out.
    contended: () =>
      pool.oneFirst(sql.unsafe`select pg_advisory_xact_lock_shared(4)::text`).then(() => "passed"),
    end: () => pool.end(),
  };
});

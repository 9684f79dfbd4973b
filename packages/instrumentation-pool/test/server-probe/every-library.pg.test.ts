import { ATTRIBUTE } from "@plimsoll/catalog";
import t from "tap";
import { type Collection, measure } from "../collect.ts";
import { needsDatabase, openPool, pause, until } from "../database.ts";
import { openSequelize } from "../sequelize-pool/sequelize-driver.ts";
import { openKnex } from "../tarn/knex-driver.ts";
import { ownDatabase, probeBackends } from "./own-database.ts";

const OFF = measure();

function value(seen: Collection, metric: string, database: string): number | undefined {
  const points = seen
    .points(metric)
    .filter(({ attributes }) => attributes[ATTRIBUTE.namespace] === database);
  return points.length === 0 ? undefined : Number(points[0]?.value);
}

t.test("nothing is probed without the switch", needsDatabase, async (t) => {
  const database = await ownDatabase(t);
  const { pool } = openPool(t, { database });
  await pool.query("select 1");
  await pause(2);
  t.same(await probeBackends(database), []);
  t.notOk((await OFF()).metricNames.some((name) => name.startsWith("plimsoll.server.")));
  await pool.end();
});

t.test(
  "the servers of pg, Knex and Sequelize pools are probed, each over one connection of the library's own",
  { ...needsDatabase, timeout: 60_000 },
  async (t) => {
    const collect = measure({ serverProbe: true });
    const databases = [await ownDatabase(t), await ownDatabase(t), await ownDatabase(t)] as const;
    const { pool } = openPool(t, { database: databases[0] });
    const { knex } = openKnex({ database: databases[1] });
    const { sequelize } = openSequelize({ database: databases[2] });
    t.teardown(() => knex.destroy());
    t.teardown(() => sequelize.close());
    await Promise.all([pool.query("select 1"), knex.raw("select 1"), sequelize.query("select 1")]);
    for (const database of databases) {
      await until(`${database} is probed`, async () =>
        value(await collect(), "probeSuccess", database),
      );
      t.equal((await probeBackends(database)).length, 1, database);
      t.ok(Number(value(await collect(), "maxConnections", database)) > 0);
    }
    const total = (await collect())
      .points("count")
      .reduce((sum, point) => sum + Number(point.value), 0);
    t.equal(total, 3, "the probes' connections are in no pool");

    await pool.end();
    await until("the connection ends with its pool", async () => {
      const seen = await collect();
      return value(seen, "probeSuccess", databases[0]) === 0;
    });
    const seen = await collect();
    t.equal(
      value(seen, "maxConnections", databases[0]),
      0,
      "in a team's SDK a series cannot leave",
    );
    t.equal(value(seen, "probeSuccess", databases[1]), 1);
    await until("it is closed", async () => (await probeBackends(databases[0])).length === 0);
  },
);

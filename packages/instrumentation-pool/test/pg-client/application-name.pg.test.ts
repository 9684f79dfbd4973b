import pg from "pg";
import t, { type Test } from "tap";
import { measure } from "../collect.ts";
import { needsDatabase, serverOptions } from "../database.ts";
import { openSequelize } from "../sequelize-pool/sequelize-driver.ts";
import { openKnex } from "../tarn/knex-driver.ts";

// What pg_stat_activity says of the connection that asks.
const OWN = "select application_name as name from pg_stat_activity where pid = pg_backend_pid()";

interface Row {
  readonly name: string;
}

/** The name under which the server knows a connection of a pool with `options`. */
async function nameOf(t: Test, options: pg.PoolConfig): Promise<string | undefined> {
  const pool = new pg.Pool(options);
  t.teardown(() => pool.end());
  const { rows } = await pool.query<Row>(OWN);
  return rows[0]?.name;
}

function connectionString(query = ""): string {
  const { host, port, user = "", password, database } = serverOptions();
  return `postgres://${user}:${String(password ?? "")}@${host}:${port}/${database}${query}`;
}

t.test(
  "a connection of pg carries the service's name, of a pool or not",
  needsDatabase,
  async (t) => {
    measure({ applicationName: "money" });
    t.equal(await nameOf(t, serverOptions()), "money");
    t.equal(await nameOf(t, { connectionString: connectionString() }), "money");
    const client = new pg.Client(serverOptions());
    await client.connect();
    t.teardown(() => client.end());
    const { rows } = await client.query<Row>(OWN);
    t.equal(rows[0]?.name, "money");
  },
);

t.test(
  "a connection of Knex and of Sequelize carries the service's name",
  needsDatabase,
  async (t) => {
    measure({ applicationName: "money" });
    const { knex } = openKnex({ application_name: undefined });
    t.teardown(() => knex.destroy());
    const { rows } = await knex.raw<{ rows: Row[] }>(OWN);
    t.equal(rows[0]?.name, "money");
    const { sequelize } = openSequelize({ dialectOptions: {} });
    t.teardown(() => sequelize.close());
    const [found] = await sequelize.query(OWN);
    t.equal((found as Row[])[0]?.name, "money");
  },
);

t.test("a name that the app gives wins, however it is given", needsDatabase, async (t) => {
  measure({ applicationName: "money" });
  const ways: Record<string, pg.PoolConfig> = {
    option: { ...serverOptions(), application_name: "own" },
    fallback: { ...serverOptions(), fallback_application_name: "own" },
    "connection string": { connectionString: connectionString("?application_name=own") },
    "startup options": { ...serverOptions(), options: "-c application_name=own" },
  };
  for (const [way, options] of Object.entries(ways)) t.equal(await nameOf(t, options), "own", way);
  process.env["PGAPPNAME"] = "own";
  t.teardown(() => delete process.env["PGAPPNAME"]);
  t.equal(await nameOf(t, serverOptions()), "own", "PGAPPNAME");
});

t.test("no pool is named after the service", needsDatabase, async (t) => {
  const collect = measure({ applicationName: "money" });
  await nameOf(t, serverOptions());
  const names = (await collect())
    .points("limit")
    .map(({ attributes }) => String(attributes["db.client.connection.pool.name"]));
  const { host, port, database } = serverOptions();
  t.ok(
    names.some((name) => name.startsWith(`${host}:${port}/${database}`)),
    names.join(),
  );
  t.notOk(names.some((name) => name.startsWith("money")));
});

t.test("without the setting a connection has no name", needsDatabase, async (t) => {
  measure();
  t.equal(await nameOf(t, serverOptions()), "");
});

import postgres from "postgres";
import t from "tap";
import { observePool } from "../../src/index.ts";
import { measure } from "../collect.ts";
import { createRole, needsDatabase, serverOptions, uniqueName } from "../database.ts";
import { openSql } from "./postgres-driver.ts";

t.test(
  "without application_name a pool is host:port/database, with no secret in any attribute",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { host, port, database } = serverOptions();
    const user = await createRole(t, "s3cret");
    const sql = postgres(`postgres://${user}:s3cret@${host}:${port}/${database}`);
    t.teardown(() => sql.end());
    await sql`select 1`;
    const seen = await collect();
    const name = `${host}:${port}/${database}`;
    t.ok(seen.poolNames.includes(name), `${name} is among ${seen.poolNames.join()}`);
    const [point] = seen.points("limit", name);
    t.match(point?.attributes, { "server.address": host, "server.port": port });
    t.notMatch(JSON.stringify(point?.attributes), new RegExp(`${user}|s3cret`));
  },
);

t.test("the name given to observePool comes first", needsDatabase, async (t) => {
  const collect = measure();
  const given = uniqueName();
  const { sql } = openSql();
  t.teardown(() => sql.end());
  observePool(sql, { name: given });
  t.equal((await collect()).of(given).number("limit"), 10, "at once");
  await sql`select 1`;
  t.same((await collect()).of(given).outcomes, { created: 1 });
});

t.test("a pool that is never used is not reported", needsDatabase, async (t) => {
  const collect = measure();
  const { sql, name } = openSql();
  t.notOk((await collect()).poolNames.includes(name));
  await sql.end();
  t.notOk((await collect()).poolNames.includes(name));
});

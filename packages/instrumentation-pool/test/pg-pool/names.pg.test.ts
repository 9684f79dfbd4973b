import { POOL_METRICS } from "@plimsoll/catalog";
import pg from "pg";
import t, { type Test } from "tap";
import { observePool } from "../../src/index.ts";
import { measure } from "../collect.ts";
import {
  createRole,
  hold,
  needsDatabase,
  openPool,
  serverOptions,
  uniqueName,
} from "../database.ts";

/** A pool that lends once, so that it is seen. */
async function usedPool(t: Test, options: pg.PoolConfig): Promise<pg.Pool> {
  const pool = new pg.Pool(options);
  t.teardown(() => pool.end());
  await pool.query("select 1");
  return pool;
}

t.test("numbers of two pools never mix", needsDatabase, async (t) => {
  const collect = measure();
  const one = openPool(t, { max: 4 });
  const two = openPool(t, { max: 2 });
  await hold(one.pool, 3);
  const held = await hold(two.pool, 2);
  void two.pool.connect();
  held[0]?.release(true);
  void two.pool.connect();
  const seen = await collect();
  const [first, second] = [seen.of(one.name), seen.of(two.name)];
  t.equal(first.number("limit"), 4);
  t.equal(second.number("limit"), 2);
  t.equal(first.connections.used, 3);
  t.equal(first.connections.closing, 0);
  t.equal(second.connections.closing, 1);
  t.equal(first.number("pendingRequests"), 0);
  t.equal(second.number("pendingRequests"), 2);
  t.same(first.outcomes, { created: 3 });
  t.same(second.outcomes, { created: 2 });
  t.equal(first.histogram("waitTime").count, 3);
  t.equal(second.histogram("waitTime").count, 2);
  t.equal(first.histogram("useTime").count, 0);
  t.equal(second.histogram("useTime").count, 1);
});

t.test("further pools of the same name are called name#2 and name#3", needsDatabase, async (t) => {
  const collect = measure();
  const name = uniqueName();
  const options = { ...serverOptions(), application_name: name };
  await usedPool(t, options);
  await usedPool(t, options);
  await usedPool(t, options);
  const { poolNames } = await collect();
  t.same(
    poolNames.filter((n) => n.startsWith(name)),
    [name, `${name}#2`, `${name}#3`],
  );
});

t.test(
  "a pool made from a connection string is host:port/database, with no secret in any attribute",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { host, port, database } = serverOptions();
    const user = await createRole(t, "s3cret");
    const connectionString = `postgres://${user}:s3cret@${host}:${port}/${database}?options=-c%20geqo%3Doff`;
    await usedPool(t, { connectionString });
    const seen = await collect();
    const name = `${host}:${port}/${database}`;
    t.ok(seen.poolNames.includes(name), `${name} is among ${seen.poolNames.join()}`);
    const own = Object.keys(POOL_METRICS).flatMap((m) => seen.points(m, name));
    t.ok(own.length > Object.keys(POOL_METRICS).length);
    for (const { attributes } of own) {
      t.match(attributes, {
        "db.system.name": "postgresql",
        "db.namespace": database,
        "server.address": host,
        "server.port": port,
      });
      t.notMatch(JSON.stringify(attributes), new RegExp(`${user}|s3cret|geqo|options`));
    }
  },
);

t.test(
  "the name given to observePool comes before the option name, and that before application_name",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const [given, option, application] = [uniqueName(), uniqueName(), uniqueName()];
    const options = { ...serverOptions(), application_name: application };
    await usedPool(t, options);
    await usedPool(t, { ...options, name: option } as pg.PoolConfig);
    const observed = new pg.Pool({ ...options, name: option } as pg.PoolConfig);
    t.teardown(() => observed.end());
    observePool(observed, { name: given });
    const seen = await collect();
    for (const name of [application, option])
      t.same(seen.of(name).outcomes, { created: 1 }, "the pools of the other names are apart");
    t.same(seen.of(given).outcomes, {}, "an observed pool is reported before its first use");
    await observed.query("select 1");
    t.same((await collect()).of(given).outcomes, { created: 1 });
  },
);

t.test(
  "observePool refuses what has not the shape of a pool, and says which methods it needs",
  (t) => {
    for (const value of [{}, { connect: () => undefined }, new pg.Client({})])
      t.throws(() => observePool(value, { name: "x" }), {
        name: "TypeError",
        message: /^observePool: .*connect, newClient, _acquireClient, _release and _remove/,
      });
    t.end();
  },
);

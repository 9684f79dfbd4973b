import { type Options, Sequelize } from "sequelize";
import t, { type Test } from "tap";
import { measure } from "../collect.ts";
import { needsDatabase, uniqueName } from "../database.ts";
import { foundRules, lineAtStart } from "../found-rules.ts";
import { remoteStream } from "../remote-stream.ts";
import { silentServer } from "../silent-server.ts";
import { managerOf, openSequelize, sequelizeServer } from "./sequelize-driver.ts";

const GOOD = {
  connectionTimeoutMillis: 5000,
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 60_000,
};

async function usedSequelize(
  t: Test,
  dialectOptions: object,
  options: Options,
): Promise<{ name: string }> {
  const name = uniqueName();
  const sequelize = new Sequelize({
    dialect: "postgres",
    ...sequelizeServer(),
    logging: false,
    databaseVersion: "16.0.0",
    dialectOptions: { application_name: name, ...dialectOptions },
    ...options,
  } as Options);
  t.teardown(() => sequelize.close());
  await sequelize.query("select 1");
  return { name };
}

t.test("Sequelize as it comes bounds no connect, and waits too long", needsDatabase, async (t) => {
  const collect = measure();
  const { name } = await usedSequelize(t, {}, {});
  t.same(foundRules(await collect(), name), [
    "acquire_timeout_longer_than_http_timeout",
    "connect_timeout_missing",
    "statement_timeout_missing",
    "idle_in_transaction_timeout_missing",
  ]);
});

t.test("Sequelize that is set well has no finding", needsDatabase, async (t) => {
  const collect = measure();
  const { name } = await usedSequelize(t, GOOD, { pool: { acquire: 5000 } });
  t.same(foundRules(await collect(), name), []);
});

t.test("over a network, Sequelize's keep-alive and TLS count too", needsDatabase, async (t) => {
  const collect = measure();
  const dialect = { ...GOOD, stream: remoteStream };
  const options = { host: "db.example", pool: { acquire: 5000 } };
  const off = await usedSequelize(t, dialect, options);
  t.same(foundRules(await collect(), off.name), ["keep_alive_off", "tls_off"]);
  const on = await usedSequelize(t, { ...dialect, keepAlive: true }, options);
  t.same(foundRules(await collect(), on.name), ["tls_off"]);
});

t.test(
  "an attempt to connect keeps its place in the pool after the request has timed out",
  needsDatabase,
  async (t) => {
    const server = await silentServer(t);
    const { sequelize } = openSequelize({
      host: server.host,
      port: server.port,
      pool: { max: 1, acquire: 200 },
    });
    const { pool } = managerOf(sequelize);
    for (let i = 0; i < 2; i += 1) {
      await t.rejects(sequelize.query("select 1"), {
        name: "SequelizeConnectionAcquireTimeoutError",
      });
      t.equal((pool as unknown as { size: number }).size, 1, "the place is taken");
    }
    server.hangUp();
    await sequelize.close();
  },
);

t.test("one line at start names Sequelize's own settings", needsDatabase, async (t) => {
  measure();
  const { level, line } = await lineAtStart(t, () => usedSequelize(t, {}, {}));
  t.equal(level, "warn");
  t.match(line, /^plimsoll: pool "NAME" has 2 warnings on its settings\. acquire_timeout_longer_/);
  t.match(line, "(pool: { acquire: 2000 })");
  t.match(line, "(dialectOptions: { connectionTimeoutMillis: 5000 })");
});

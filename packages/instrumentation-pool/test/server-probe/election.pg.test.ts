import type { ProbeConnection } from "@plimsoll/pool-observer";
import t from "tap";
import { needsDatabase, until } from "../database.ts";
import { asSuperuser, ownDatabase, probeBackends } from "./own-database.ts";
import { awake, Instance, openInstance, openProbedPool } from "./probed.ts";

t.test(
  "of three instances one is elected, and the others hold no connection and report nothing",
  needsDatabase,
  async (t) => {
    const database = await ownDatabase(t);
    const instances = [1, 2, 3].map(() => openInstance(t, { database }).instance);
    const reports = [];
    for (const instance of instances) reports.push(await instance.pass(1));
    t.same(
      reports.map((report) => report.number("probeSuccess")),
      [1, undefined, undefined],
    );
    t.same(
      reports.map(({ points }) => points.length > 0),
      [true, false, false],
    );
    await until("the others are gone", async () => (await probeBackends(database)).length === 1);
    const [elected] = await probeBackends(database);
    for (const instance of instances) await instance.pass(100);
    await until("the others are gone", async () => (await probeBackends(database)).length === 1);
    t.same(await probeBackends(database), [elected], "the same session all the time");
  },
);

t.test("two databases of one server have an election each", needsDatabase, async (t) => {
  const first = openInstance(t, { database: await ownDatabase(t) });
  const second = openInstance(t, { database: await ownDatabase(t) });
  t.equal((await first.instance.pass(1)).number("probeSuccess"), 1);
  t.equal((await second.instance.pass(1)).number("probeSuccess"), 1);
});

t.test(
  "another instance takes over within a minute of the elected one's end",
  needsDatabase,
  async (t) => {
    const database = await ownDatabase(t);
    const first = openInstance(t, { database }).instance;
    const second = openInstance(t, { database }).instance;
    t.equal((await first.pass(1)).number("probeSuccess"), 1);
    t.equal((await second.pass(1)).number("probeSuccess"), undefined);
    first.stop();
    await until("the lock is free", async () => (await probeBackends(database)).length === 0);
    const took = await second.passUntil(100, (report) => report.number("probeSuccess") === 1);
    t.ok(took <= 60, `${took} s`);
    t.same(first.report().points, [], "the first one says no more");
  },
);

t.test(
  "an elected instance whose session is killed says so at once, and stands again",
  needsDatabase,
  async (t) => {
    const database = await ownDatabase(t);
    const { instance } = openInstance(t, { database });
    await instance.pass(1);
    const [pid] = await probeBackends(database);
    await asSuperuser(`select pg_terminate_backend(${pid})`);
    await until("the loss is seen", () => instance.report().number("probeSuccess") === 0);
    t.same(
      instance.report().points.map(({ metric }) => metric),
      ["probeSuccess"],
      "nothing old is shown",
    );
    const took = await instance.passUntil(60, (report) => report.number("probeSuccess") === 1);
    t.ok(took <= 5, `${took} s`);
    t.equal((await probeBackends(database)).length, 1);
  },
);

t.test(
  "the server ends a session that asks nothing for a minute, so that a frozen process gives way",
  needsDatabase,
  async (t) => {
    const database = await ownDatabase(t);
    const { source } = openProbedPool(t, { database });
    const connections: ProbeConnection[] = [];
    const instance = new Instance();
    t.teardown(() => instance.stop());
    instance.offer({
      ...source,
      createConnection() {
        const connection = source.createConnection();
        connections.push(connection);
        return connection;
      },
    });
    await instance.pass(1);
    const setting = (name: string) =>
      awake(async () =>
        connections[0]?.query(`select coalesce(current_setting('${name}', true), '–') as answer`),
      );
    const version = Number(await setting("server_version_num"));
    t.equal(await setting("idle_session_timeout"), version < 140_000 ? "–" : "1min");
    t.equal(await setting("statement_timeout"), "3s");
    t.equal(await setting("tcp_keepalives_idle"), "30");
    t.equal(await setting("search_path"), "pg_catalog");
  },
);

t.test("the connection ends with the last pool of its database", needsDatabase, async (t) => {
  const database = await ownDatabase(t);
  const { instance, pool } = openInstance(t, { database });
  await instance.pass(1);
  t.equal((await probeBackends(database)).length, 1);
  await pool.end();
  const report = await instance.pass(1);
  t.same(report.points, []);
  await until("it is closed", async () => (await probeBackends(database)).length === 0);
});

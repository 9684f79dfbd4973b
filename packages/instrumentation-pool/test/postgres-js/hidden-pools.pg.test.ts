import type postgres from "postgres";
import t from "tap";
import { measure } from "../collect.ts";
import { needsDatabase, pause, serverConnections, until } from "../database.ts";
import { openSql } from "./postgres-driver.ts";

const LEAK_AFTER_SECONDS = 0.1;

t.test(
  "the connections of listen() and subscribe() are of no pool of the app, and no leak suspects",
  needsDatabase,
  async (t) => {
    const collect = measure({ leakAfterSeconds: LEAK_AFTER_SECONDS });
    t.teardown(() => measure({ leakAfterSeconds: 30 }));
    const before = (await collect()).poolNames;
    const { sql, name } = openSql({ max: 2 });
    t.teardown(() => sql.end({ timeout: 1 }));
    const heard: string[] = [];
    await sql.listen("news", (payload) => heard.push(payload));
    await subscribeIfAllowed(sql);
    await sql.notify("news", "one");
    await until("the notification", () => heard.length === 1);
    await pause(LEAK_AFTER_SECONDS * 2);
    const collection = await collect();
    t.same(collection.poolNames, [...before, name], "one pool");
    const seen = collection.of(name);
    t.same(seen.outcomes, { created: 1 }, "the notify");
    t.same(seen.connections, { idle: 1, used: 0, connecting: 0, closing: 0 });
    t.equal(seen.number("limit"), 2);
    t.equal(seen.number("leakSuspects", "none"), 0);
    t.ok((await serverConnections(name)) >= 2, "the server has the listener too");
  },
);

/** Logical replication has to be allowed by the server; without it the hidden pool asks and is refused. */
async function subscribeIfAllowed(sql: postgres.Sql): Promise<void> {
  await sql.subscribe("*", () => undefined).catch(() => undefined);
}

t.test("a second listener shares the connection of the first", needsDatabase, async (t) => {
  const collect = measure();
  const { sql, name } = openSql({ max: 1 });
  t.teardown(() => sql.end({ timeout: 1 }));
  await sql.listen("a", () => undefined);
  await sql.listen("b", () => undefined);
  await sql`select 1`;
  t.equal((await collect()).of(name).number("requestsStarted"), 1);
  t.equal(await serverConnections(name), 2);
});

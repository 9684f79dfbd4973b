import t from "tap";
import { killBackends, needsDatabase, pause, serverConnections, until } from "../database.ts";
import { slowClose } from "../slow-close.ts";
import { serverOptions } from "../database.ts";
import { watchSql } from "./watch-sql.ts";

const NONE = { idle: 0, used: 0, connecting: 0, closing: 0 };

t.test(
  "requests that wait when the pool is ended at once are abandoned, with the library's own error",
  needsDatabase,
  async (t) => {
    const { sql, read } = watchSql(t, { max: 1, max_pipeline: 1 });
    const reserved = await sql.reserve();
    const waiting = [sql`select 1`.execute(), sql.begin((tx) => tx`select 1`), sql.reserve()];
    const rejected = waiting.map((request) =>
      t.rejects(Promise.resolve(request), { code: "CONNECTION_DESTROYED" }),
    );
    await pause(0.01);
    t.equal((await read()).number("pendingRequests"), 3);
    await sql.end({ timeout: 0 });
    await Promise.all(rejected);
    t.same((await read()).outcomes, { created: 1, abandoned: 3 });
    await until("the close", async () => (await read()).connections.closing === 0);
    const seen = await read();
    t.same(seen.connections, NONE);
    t.equal(seen.number("limit"), 0);
    t.equal(seen.number("connectionsClosed", "end"), 1);
    void reserved;
  },
);

t.test(
  "sql.end() lets a query and a transaction finish: used until then, closing until the socket is closed",
  needsDatabase,
  async (t) => {
    const address = await slowClose(t, serverOptions(), 0.3);
    const { sql, read } = watchSql(t, { ...address, max: 2 });
    const query = sql`select pg_sleep(0.2)`.execute();
    const transaction = sql.begin(async (tx) => {
      await tx`select 1`;
      await pause(0.1);
      await tx`select 2`;
    });
    await until("both on their way", async () => (await read()).connections.used === 2);
    const ended = sql.end();
    await pause(0.01);
    t.same((await read()).connections, { ...NONE, used: 2 });
    await Promise.all([query, transaction]);
    t.same((await read()).connections, { ...NONE, closing: 2 }, "at once");
    await ended;
    await until("the close", async () => (await read()).connections.closing === 0);
    const seen = await read();
    t.equal(seen.number("connectionsClosed", "end"), 2);
    t.equal(seen.number("oldestSeconds", "holder"), 0);
    t.equal(seen.histogram("useTime").count, 2);
    t.same(seen.outcomes, { created: 2 });
  },
);

t.test("a query of an ended pool is a failed request", needsDatabase, async (t) => {
  const { sql, read } = watchSql(t);
  await sql`select 1`;
  await sql.end();
  await t.rejects(Promise.resolve(sql`select 1`), { code: "CONNECTION_ENDED" });
  await t.rejects(
    sql.begin((tx) => tx`select 1`),
    { code: "CONNECTION_ENDED" },
  );
  t.same((await read()).outcomes, { created: 1, failed: 2 });
});

t.test("after sql.close() the pool goes on", needsDatabase, async (t) => {
  const { sql, read } = watchSql(t, { max: 2 });
  await sql`select 1`;
  await (sql as unknown as { close(): Promise<void> }).close();
  await until("the close", async () => (await read()).connections.closing === 0);
  t.equal((await read()).number("limit"), 2);
  await sql`select 1`;
  t.same((await read()).connections, { ...NONE, idle: 1 });
});

t.test("each eviction has its reason", needsDatabase, async (t) => {
  const idle = watchSql(t, { idle_timeout: 0.1 });
  const old = watchSql(t, { max_lifetime: 0.2 });
  const lost = watchSql(t, {});
  await Promise.all([idle, old, lost].map(({ sql }) => sql`select 1`));
  const busy = old.sql`select pg_sleep(0.4)`.execute();
  await killBackends(lost.name);
  await busy;
  const closed = async ({ read }: typeof idle, reason: string) =>
    until(reason, async () => (await read()).number("connectionsClosed", reason) > 0);
  await Promise.all([closed(idle, "idle"), closed(old, "lifetime"), closed(lost, "error")]);
  for (const { read } of [idle, old, lost]) {
    await until("the close", async () => (await read()).connections.closing === 0);
    const seen = await read();
    t.same(seen.connections, NONE);
    const reasons = seen.numbers("connectionsClosed").filter((count) => count > 0);
    t.equal(reasons.length, 1, "no other reason");
  }
});

t.test(
  "a query whose backend ends gives up its connection, and the next one gets another",
  needsDatabase,
  async (t) => {
    const { sql, name, read } = watchSql(t, { max: 1 });
    const rejected = t.rejects(Promise.resolve(sql`select pg_sleep(10)`), {
      code: "CONNECTION_CLOSED",
    });
    await until("the query", async () => (await read()).connections.used === 1);
    await killBackends(name);
    await rejected;
    await until("none at the server", async () => (await serverConnections(name)) === 0);
    const seen = await read();
    t.same(seen.connections, NONE);
    t.equal(seen.number("connectionsClosed", "error"), 1);
    // postgres.js 3.4.9 gives the next query the error of the one before, on a good connection.
    await t.rejects(Promise.resolve(sql`select 1`), { code: "57P01" });
    const after = await read();
    t.same(after.outcomes, { created: 1, failed: 1 });
    t.same(after.connections, { ...NONE, idle: 1 });
    t.equal(
      after.numbers("connectFailures").reduce((a, b) => a + b),
      0,
    );
    await sql`select 1`;
    t.same((await read()).outcomes, { created: 1, failed: 1, idle: 1 });
  },
);

t.test("a query that the app cancels while it waits is abandoned", needsDatabase, async (t) => {
  const { sql, read } = watchSql(t, { max: 1 });
  const reserved = await sql.reserve();
  const query = sql`select 1`.execute();
  await until("it waits", async () => (await read()).number("pendingRequests") === 1);
  query.cancel();
  await t.rejects(Promise.resolve(query), { code: "57014" });
  t.same((await read()).outcomes, { created: 1, abandoned: 1 });
  reserved.release();
});

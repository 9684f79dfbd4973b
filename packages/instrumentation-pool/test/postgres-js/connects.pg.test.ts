import t from "tap";
import { createRole, needsDatabase, serverOptions, until } from "../database.ts";
import { silentServer } from "../silent-server.ts";
import { isWithin, now } from "../within.ts";
import { watchSql } from "./watch-sql.ts";

const NONE = { idle: 0, used: 0, connecting: 0, closing: 0 };

t.test("a port that refuses is one failed request and one failure", needsDatabase, async (t) => {
  const { sql, read } = watchSql(t, { host: "127.0.0.1", port: 1 });
  for (let i = 1; i <= 2; i += 1) {
    await t.rejects(Promise.resolve(sql`select ${i}::int`), { code: "ECONNREFUSED" });
    const seen = await read();
    t.same(seen.outcomes, { failed: i });
    t.equal(seen.number("connectFailures", "ECONNREFUSED"), i);
    t.equal(seen.histogram("createTime").count, i);
    t.same(seen.connections, NONE);
  }
});

t.test(
  "after a failed connect the wait has postgres.js' pause in it, and the connect has not",
  needsDatabase,
  async (t) => {
    const { sql, read } = watchSql(t, { host: "127.0.0.1", port: 1, max: 1, backoff: 0.3 });
    await t.rejects(Promise.resolve(sql`select 1`), { code: "ECONNREFUSED" });
    const start = now();
    const again = t.rejects(Promise.resolve(sql`select 1`), { code: "ECONNREFUSED" });
    await until("it waits", async () => (await read()).number("pendingRequests") === 1);
    t.same((await read()).connections, NONE, "nothing connects during the pause");
    await again;
    const seen = await read();
    isWithin(t, seen.number("pendingSeconds"), 0.25, now() - start + 0.2, "pending_seconds");
    t.ok(seen.histogram("createTime").sum < 0.2, "create_time is the connects' alone");
  },
);

t.test(
  "a wrong password and a database that is not there are failures by SQLSTATE",
  needsDatabase,
  async (t) => {
    const user = await createRole(t, "s3cret");
    const wrong = watchSql(t, { user, password: "other" });
    const missing = watchSql(t, { database: "no_such_database" });
    await t.rejects(Promise.resolve(wrong.sql`select 1`), { code: "28P01" });
    await t.rejects(Promise.resolve(missing.sql`select 1`), { code: "3D000" });
    t.equal((await wrong.read()).number("connectFailures", "28P01"), 1);
    t.equal((await missing.read()).number("connectFailures", "3D000"), 1);
    for (const { read } of [wrong, missing]) {
      t.same((await read()).outcomes, { failed: 1 });
      t.same((await read()).connections, NONE);
    }
  },
);

t.test(
  "a server that never answers is connecting, and then a failed request and the failure timeout",
  needsDatabase,
  async (t) => {
    const { host, port } = await silentServer(t);
    const { sql, read } = watchSql(t, { host, port, connect_timeout: 0.3 });
    const query = t.rejects(Promise.resolve(sql`select 1`), { code: "CONNECT_TIMEOUT" });
    await until("connecting", async () => (await read()).connections.connecting === 1);
    t.equal((await read()).number("pendingRequests"), 1);
    await query;
    const seen = await read();
    t.same(seen.outcomes, { failed: 1 });
    t.equal(seen.number("connectFailures", "timeout"), 1);
    t.equal(seen.number("timeouts"), 0, "postgres.js has no acquire timeout");
    t.same(seen.connections, NONE);
  },
);

t.test(
  "each attempt at one of several hosts counts, and the request gets the one that answers",
  needsDatabase,
  async (t) => {
    const { host, port } = serverOptions();
    const { sql, read } = watchSql(t, { host: ["127.0.0.1", host], port: [1, port] });
    await sql`select 1`;
    const seen = await read();
    t.same(seen.outcomes, { created: 1 });
    t.equal(seen.number("connectFailures", "_OTHER"), 1);
    t.equal(seen.histogram("createTime").count, 2);
    t.same(seen.connections, { ...NONE, idle: 1 });
  },
);

t.test(
  "parameters that cannot be sent are no failure of the connection, be it the first or a later query",
  needsDatabase,
  async (t) => {
    const { sql, read } = watchSql(t, { max: 1 });
    for (let i = 1; i <= 2; i += 1)
      await t.rejects(Promise.resolve(sql`select ${undefined as never}`), {
        code: "UNDEFINED_VALUE",
      });
    await sql`select 1`;
    const seen = await read();
    t.equal(seen.number("requestsStarted"), 3);
    t.equal(seen.outcomes["failed"], undefined);
    t.equal(
      seen.numbers("connectFailures").reduce((a, b) => a + b),
      0,
    );
    t.same(seen.connections, { ...NONE, idle: 1 });
  },
);

t.test(
  "a reserve that fails is one failed request, whatever postgres.js tries after it",
  needsDatabase,
  async (t) => {
    const { sql, read } = watchSql(t, { host: "127.0.0.1", port: 1, backoff: 0.01 });
    await t.rejects(sql.reserve(), { code: "ECONNREFUSED" });
    t.same((await read()).outcomes, { failed: 1 });
    await until("the second connect", async () => {
      return (await read()).number("connectFailures", "ECONNREFUSED") === 2;
    });
    const seen = await read();
    t.same(seen.outcomes, { failed: 1 });
    t.equal(seen.number("pendingRequests"), 0);
    t.same(seen.connections, NONE);
  },
);

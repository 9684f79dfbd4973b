import t from "tap";
import { measure } from "../collect.ts";
import { needsDatabase, until } from "../database.ts";
import { silentServer } from "../silent-server.ts";
import { openSql } from "./postgres-driver.ts";

const NONE = { idle: 0, used: 0, connecting: 0, closing: 0 };

t.test(
  "of a pool that connected already when it was found, those connects are connecting and their requests wait, all uncounted",
  needsDatabase,
  async (t) => {
    const server = await silentServer(t);
    const { host, port } = server;
    const { sql, name } = openSql({ host, port, max: 3 });
    t.teardown(() => sql.end({ timeout: 1 }));
    const before = [t.rejects(Promise.resolve(sql`select 1`)), t.rejects(sql.reserve())];
    await until("their sockets", () => server.count() === 2);
    const collect = measure();
    const after = t.rejects(Promise.resolve(sql`select 2`));
    await until("the pool is known", async () => (await collect()).poolNames.includes(name));
    await until("the third socket", () => server.count() === 3);
    const seen = (await collect()).of(name);
    t.same(seen.connections, { ...NONE, connecting: 3 });
    t.equal(seen.number("pendingRequests"), 3);
    t.equal(seen.number("requestsStarted"), 1);
    server.hangUp();
    // postgres.js goes on to connect until it is ended.
    await sql.end({ timeout: 0 });
    await Promise.all([...before, after]);
    const last = (await collect()).of(name);
    t.same(last.outcomes, { abandoned: 1 });
    t.equal(last.number("pendingRequests"), 0);
  },
);

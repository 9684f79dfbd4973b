import pg from "pg";
import t from "tap";
import { measure, type PoolValues } from "../collect.ts";
import { hold, killBackends, needsDatabase, openPool, pause } from "../database.ts";
import { isWithin, now } from "../within.ts";

// The server may sleep before we note the query, when the machine is busy: within 10 % of what it slept.
const AT_LEAST = 0.9;

function heldAndQueried(values: PoolValues): { held: number; queried: number } {
  return { held: values.number("usedSeconds"), queried: values.number("queryingSeconds") };
}

t.test(
  "a hold of a 0.3 s query and 0.5 s idle gives these seconds as used, querying, use_time and route",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t);
    const asked = now();
    const client = await pool.connect();
    const granted = now();
    await client.query("select pg_sleep(0.3)");
    const answered = now();
    await pause(0.5);
    const releasing = now();
    client.release();
    const released = now();
    const seen = (await collect()).of(name);
    const [inner, outer] = [releasing - granted, released - asked];
    t.ok(inner > 0.79, "the hold took as long as it should");
    isWithin(t, seen.number("usedSeconds"), inner, outer, "used_seconds");
    isWithin(t, seen.number("routeSeconds", "none", "hold"), inner, outer, "route_seconds");
    const queried = seen.number("queryingSeconds");
    isWithin(t, queried, 0.3 * AT_LEAST, answered - granted, "querying_seconds");
    t.equal(seen.histogram("useTime").count, 1);
    isWithin(t, seen.histogram("useTime").sum, inner, outer, "use_time");
  },
);

t.test(
  "a wait of 0.4 s in the queue is in wait_time and in pending_seconds",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t, { max: 1 });
    const [held] = await hold(pool, 1);
    const before = (await collect()).of(name);
    const asking = now();
    const waiting = pool.connect();
    const asked = now();
    await pause(0.4);
    const releasing = now();
    held?.release();
    const released = now();
    (await waiting).release();
    const after = (await collect()).of(name);
    const grown = (metric: string, ...own: string[]) =>
      after.number(metric, ...own) - before.number(metric, ...own);
    const [inner, outer] = [releasing - asked, released - asking];
    const wait = after.histogram("waitTime").sum - before.histogram("waitTime").sum;
    t.ok(inner > 0.39, "the wait took as long as it should");
    isWithin(t, wait, inner, outer, "wait_time");
    isWithin(t, grown("pendingSeconds"), inner, outer, "pending_seconds");
    isWithin(t, grown("pressureSeconds", "waiting"), inner, outer, "pressure_seconds waiting");
    isWithin(t, grown("routeSeconds", "none", "wait"), inner, outer, "route_seconds wait");
  },
);

t.test("a hold and a query still in progress count at collection", needsDatabase, async (t) => {
  const collect = measure();
  const { pool, name } = openPool(t, { max: 1 });
  const asking = now();
  const client = await pool.connect();
  const granted = now();
  const query = client.query("select pg_sleep(0.9)");
  const sent = now();
  await pause(0.3);
  const collecting = now();
  const during = (await collect()).of(name);
  const collected = now();
  const held = [collecting - granted, collected - asking] as const;
  isWithin(t, during.number("usedSeconds"), ...held, "used_seconds");
  isWithin(t, during.number("oldestSeconds", "holder"), ...held, "the oldest holder");
  isWithin(t, during.number("pressureSeconds", "saturated"), ...held, "saturated");
  const queried = [collecting - sent, collected - granted] as const;
  isWithin(t, during.number("queryingSeconds"), ...queried, "querying_seconds");
  isWithin(t, during.number("oldestSeconds", "query"), ...queried, "the oldest query");
  t.equal(during.number("oldestSeconds", "parked"), 0);
  t.equal(during.histogram("useTime").count, 0);
  await query;
  const after = (await collect()).of(name);
  t.equal(after.number("oldestSeconds", "query"), 0);
  isWithin(t, after.number("oldestSeconds", "parked"), 0, now() - sent - 0.8, "the longest parked");
  client.release();
  t.equal((await collect()).of(name).number("oldestSeconds", "holder"), 0);
});

/** Ways to query for 0.2 s or more on a held connection; each ends with no query in flight. */
const QUERIES: Record<string, (client: pg.PoolClient) => Promise<unknown>> = {
  "queries in sequence": async (client) => {
    for (let i = 0; i < 4; i += 1) await client.query("select pg_sleep(0.05)");
  },
  "a query with parameters": (client) => client.query("select pg_sleep($1)", [0.2]),
  "a named statement": (client) =>
    client.query({ name: "nap", text: "select pg_sleep($1)", values: [0.2] }),
  "a statement of several queries": (client) =>
    client.query("select pg_sleep(0.1); select 1; select pg_sleep(0.1)"),
  // An error comes before the server's ReadyForQuery, until which the query lasts; the answer of the next one comes after it.
  "a query that fails, and a next one": async (client) => {
    await client.query("select pg_sleep(0.2); select 1/0").catch(() => undefined);
    await client.query("select 1");
  },
  "a callback query": (client) =>
    new Promise((resolve) => {
      client.query("select pg_sleep(0.2)", resolve);
    }),
  "a Submittable": (client) =>
    new Promise((resolve) => {
      client.query(new pg.Query("select pg_sleep(0.2)")).on("end", resolve);
    }),
  "an empty query after a slow one": async (client) => {
    await client.query("select pg_sleep(0.2)");
    await client.query("");
  },
};

for (const [what, run] of Object.entries(QUERIES)) {
  t.test(
    `${what}: querying is its time, never more than used, and ends`,
    needsDatabase,
    async (t) => {
      const collect = measure();
      const { pool, name } = openPool(t);
      const client = await pool.connect();
      const start = now();
      await run(client);
      const answered = now();
      await pause(0.2);
      const collecting = now();
      const seen = (await collect()).of(name);
      const total = now() - start;
      const { held, queried } = heldAndQueried(seen);
      isWithin(t, queried, 0.2 * AT_LEAST, answered - start, "querying_seconds");
      t.ok(queried < held, `${queried} of ${held}`);
      t.equal(seen.number("oldestSeconds", "query"), 0);
      const parked = seen.number("oldestSeconds", "parked");
      isWithin(t, parked, collecting - answered, total - queried, "the longest parked");
      client.release();
      await pause(0.05);
      t.equal((await collect()).of(name).number("queryingSeconds"), queried);
    },
  );
}

/** Ways to lose a connection in the middle of a query. */
const LOSSES: Record<string, (client: pg.PoolClient, name: string) => unknown> = {
  "ends the backend": (_client, name) => killBackends(name),
  "cuts the socket": (client) => client.connection.stream.destroy(),
};

for (const [what, lose] of Object.entries(LOSSES)) {
  t.test(`querying ends when something ${what} during a query`, needsDatabase, async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t);
    const client = await pool.connect();
    const lost = new Promise<void>((resolve) => {
      client.on("end", resolve).on("error", () => undefined);
    });
    // The backend of a cut socket notices it only when its query ends.
    t.teardown(() => killBackends(name));
    const query = t.rejects(client.query("select pg_sleep(60)"));
    await pause(0.1);
    await lose(client, name);
    await Promise.all([query, lost]);
    const first = (await collect()).of(name);
    await pause(0.1);
    const second = (await collect()).of(name);
    t.equal(second.number("queryingSeconds"), first.number("queryingSeconds"));
    t.ok(second.number("queryingSeconds") > 0.09);
    t.equal(second.number("oldestSeconds", "query"), 0);
    t.ok(second.number("usedSeconds") > first.number("usedSeconds"), "it is still held");
    client.release(true);
    t.equal((await collect()).of(name).histogram("useTime").count, 1);
  });
}

t.test(
  "a connection handed on inside the release of a query's callback starts without a query",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t, { max: 1 });
    await pool.query("select 1");
    const before = (await collect()).of(name).number("queryingSeconds");
    const start = now();
    const query = pool.query("select pg_sleep(0.2)");
    const next = await pool.connect();
    const granted = now();
    await query;
    await pause(0.2);
    const collecting = now();
    const seen = (await collect()).of(name);
    const queried = seen.number("queryingSeconds") - before;
    isWithin(t, queried, 0.2 * AT_LEAST, granted - start, "querying_seconds");
    t.equal(seen.number("oldestSeconds", "query"), 0);
    const parked = seen.number("oldestSeconds", "parked");
    isWithin(t, parked, collecting - granted, now() - start - queried, "the longest parked");
    next.release();
  },
);

t.test(
  "a query sent in the callback of one that failed prints no deprecation warning",
  needsDatabase,
  async (t) => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on("warning", onWarning);
    t.teardown(() => process.off("warning", onWarning));
    measure();
    const { pool } = openPool(t);
    const client = await pool.connect();
    await new Promise<void>((resolve) => {
      client.query("select 1/0", () => {
        client.query("rollback", () => resolve());
      });
    });
    await pause(0);
    client.release();
    t.same(warnings, []);
  },
);

import type pg from "pg";
import t, { type Test } from "tap";
import { measure, type PoolValues } from "../collect.ts";
import { hold, needsDatabase, openPool, until } from "../database.ts";

type Release = () => void;

/** The two ways to ask; each gives the way to give back. */
const FORMS: Record<string, (pool: pg.Pool) => Promise<Release>> = {
  callback: (pool) =>
    new Promise((resolve, reject) => {
      pool.connect((error, _client, release) => {
        if (error) reject(error);
        else resolve(release);
      });
    }),
  promise: async (pool) => {
    const client = await pool.connect();
    return () => client.release();
  },
};

for (const [form, acquire] of Object.entries(FORMS)) {
  t.test(`every grant in ${form} form is created, idle or queued`, needsDatabase, async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t, { max: 2 });
    const now = balanced(t, async () => (await collect()).of(name));
    const opening = acquire(pool);
    t.equal((await now()).number("pendingRequests"), 1, "waiting for its own connection counts");
    const first = await opening;
    t.same((await now()).outcomes, { created: 1 });
    const second = await acquire(pool);
    t.same((await now()).outcomes, { created: 2 });
    const queued = acquire(pool);
    t.equal((await now()).number("pendingRequests"), 1);
    first();
    const third = await queued;
    t.same((await now()).outcomes, { created: 2, queued: 1 });
    second();
    const fourth = await acquire(pool);
    t.same((await now()).outcomes, { created: 2, queued: 1, idle: 1 });
    third();
    fourth();
    const last = await now();
    t.equal(last.number("requestsStarted"), 4);
    t.equal(last.number("pendingRequests"), 0);
    t.equal(last.histogram("waitTime").count, 4);
    t.equal(last.histogram("useTime").count, 4);
    t.equal(last.histogram("createTime").count, 2);
  });

  t.test(`a request in ${form} form that waits too long is a timeout`, needsDatabase, async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t, { max: 1 });
    const now = balanced(t, async () => (await collect()).of(name));
    const release = await acquire(pool);
    // Set late, so that opening the connection on a busy machine does not time out too.
    pool.options.connectionTimeoutMillis = 100;
    const started = performance.now();
    await t.rejects(acquire(pool), { message: "timeout exceeded when trying to connect" });
    t.ok(performance.now() - started > 90);
    const seen = await now();
    t.same(seen.outcomes, { created: 1, timeout: 1 });
    t.equal(seen.number("timeouts"), 1);
    t.equal(seen.number("acquireTimeoutSeconds"), 0.1);
    t.equal(seen.histogram("waitTime").count, 1, "a wait that got nothing is in no histogram");
    release();
    (await acquire(pool))();
    t.same((await now()).outcomes, { created: 1, timeout: 1, idle: 1 });
  });

  t.test(`requests in ${form} form whose pool ended are abandoned`, needsDatabase, async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t, { max: 1 });
    const now = balanced(t, async () => (await collect()).of(name));
    const release = await acquire(pool);
    for (let i = 0; i < 3; i += 1)
      void acquire(pool).finally(() =>
        t.fail("pg-pool never answers those who wait when a pool ends"),
      );
    const ended = pool.end();
    t.equal((await now()).number("pendingRequests"), 3, "until the last connection is back");
    await t.rejects(acquire(pool), { message: /after calling end on the pool/ });
    t.same((await now()).outcomes, { created: 1, failed: 1 });
    release();
    await ended;
    const seen = await now();
    t.same(seen.outcomes, { created: 1, failed: 1, abandoned: 3 });
    t.equal(seen.number("pendingRequests"), 0);
    t.equal(seen.number("limit"), 0);
    t.equal(seen.number("oldestSeconds", "waiter"), 0);
  });
}

t.test("pool.query is one request, in callback and in promise form", needsDatabase, async (t) => {
  const collect = measure();
  const { pool, name } = openPool(t, { max: 1 });
  const now = balanced(t, async () => (await collect()).of(name));
  await pool.query("select 1");
  t.same((await now()).outcomes, { created: 1 });
  await new Promise((resolve) => pool.query("select $1::int", [1], resolve));
  t.same((await now()).outcomes, { created: 1, idle: 1 });
  const both = [pool.query("select pg_sleep(0.05)"), pool.query("select 1")];
  t.equal((await now()).number("pendingRequests"), 2);
  await Promise.all(both);
  t.same((await now()).outcomes, { created: 1, idle: 2, queued: 1 });
  t.equal((await now()).histogram("useTime").count, 4);
});

t.test(
  "of requests made in one tick, as many are idle as connections are, then created, then queued",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t, { max: 3 });
    const now = balanced(t, async () => (await collect()).of(name));
    (await pool.connect()).release();
    const all = Array.from({ length: 5 }, () => pool.connect());
    await until("three grants", async () => (await now()).connections.used === 3);
    await Promise.all(all.slice(0, 3));
    t.same((await now()).outcomes, { created: 3, idle: 1 });
    for (const client of await Promise.all(all.slice(0, 3))) client.release();
    for (const client of await Promise.all(all.slice(3))) client.release();
    t.same((await now()).outcomes, { created: 3, idle: 1, queued: 2 });
    t.equal(pool.totalCount, 3);
  },
);

t.test(
  "a waiter that gets a new connection after an error release is still one that queued",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t, { max: 1 });
    const now = balanced(t, async () => (await collect()).of(name));
    const [held] = await hold(pool, 1);
    const waiting = pool.connect();
    held?.release(new Error("broken"));
    (await waiting).release();
    const seen = await now();
    t.same(seen.outcomes, { created: 1, queued: 1 });
    t.equal(seen.histogram("createTime").count, 2);
  },
);

/** `read`, with the rule checked each time that no request got lost. */
function balanced(t: Test, read: () => Promise<PoolValues>): () => Promise<PoolValues> {
  return async () => {
    const values = await read();
    t.equal(values.unaccounted, 0, "started = finished + pending");
    return values;
  };
}

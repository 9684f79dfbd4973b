import { AsyncLocalStorage } from "node:async_hooks";
import type pg from "pg";
import t from "tap";
import { measure } from "../collect.ts";
import { hold, needsDatabase, openPool } from "../database.ts";

measure();

t.test(
  "connect returns a promise of the pool's own class, which is Promise by default",
  needsDatabase,
  async (t) => {
    const { pool } = openPool(t);
    const promise = pool.connect();
    t.ok(promise instanceof Promise);
    t.equal(promise.constructor, Promise);
    t.equal(
      (pool as unknown as { Promise: unknown }).Promise,
      Promise,
      "and the pool's is not changed",
    );
    (await promise).release();
  },
);

t.test(
  "connect returns a promise of the option Promise, granted, queued or refused",
  needsDatabase,
  async (t) => {
    class AppPromise<T> extends Promise<T> {}
    const { pool } = openPool(t, { max: 1, Promise: AppPromise });
    const created = pool.connect();
    const queued = pool.connect();
    for (const promise of [created, queued]) {
      t.ok(promise instanceof AppPromise);
      t.equal(promise.constructor, AppPromise);
    }
    t.equal((pool as unknown as { Promise: unknown }).Promise, AppPromise);
    (await created).release();
    (await queued).release();
    await pool.end();
    const refused = pool.connect();
    t.ok(refused instanceof AppPromise);
    await t.rejects(refused, { message: "Cannot use a pool after calling end on the pool" });
  },
);

t.test(
  "a callback is called once, with an error, a client and its release",
  needsDatabase,
  async (t) => {
    const { pool } = openPool(t, { max: 1 });
    const calls: unknown[][] = [];
    const [first] = await hold(pool, 1);
    const returned: unknown = await new Promise<unknown>((resolve) => {
      const result: unknown = pool.connect((...args: unknown[]) => {
        calls.push(args);
        resolve(result);
      });
      first?.release();
    });
    t.equal(returned, undefined);
    t.equal(calls.length, 1);
    const [error, client, release] = calls[0] as [unknown, pg.PoolClient, () => void];
    t.equal(calls[0]?.length, 3);
    t.equal(error, undefined);
    t.equal(client, first);
    t.equal(release, Reflect.get(client, "release"));
    release();
  },
);

t.test(
  "a callback runs in its own caller's async context, granted at once or queued",
  needsDatabase,
  async (t) => {
    const { pool } = openPool(t, { max: 1 });
    const store = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const acquire = (caller: string) =>
      store.run(
        caller,
        () =>
          new Promise<() => void>((resolve, reject) => {
            pool.connect((error, _client, release) => {
              seen.push(store.getStore());
              if (error) reject(error);
              else resolve(release);
            });
          }),
      );
    const first = await acquire("first");
    const second = acquire("second");
    const third = store.run("third", async () => {
      const client = await pool.connect();
      seen.push(store.getStore());
      client.release();
    });
    store.run("releaser", first);
    store.run("releaser", await second);
    await third;
    t.same(seen, ["first", "second", "third"]);
  },
);

t.test(
  "an error thrown by the client's class is thrown by connect, and counted as failed",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const wrong = { sslnegotiation: "direct", ssl: false } as const;
    const { pool, name } = openPool(t, wrong);
    const message = "sslnegotiation=direct requires SSL to be enabled";
    t.throws(() => pool.connect(), { message });
    t.throws(() => pool.connect(() => t.fail("it is not called")), { message });
    // pg-pool lists no client that could not be made.
    const seen = (await collect()).of(name);
    t.same(seen.outcomes, { failed: 2 });
    t.equal(seen.unaccounted, 0);
  },
);

t.test("a second release throws pg-pool's error and is not counted", needsDatabase, async (t) => {
  const collect = measure();
  const { pool, name } = openPool(t);
  const client = await pool.connect();
  client.release();
  t.throws(() => client.release(), {
    message: "Release called on client which has already been released to the pool.",
  });
  const seen = (await collect()).of(name);
  t.equal(seen.histogram("useTime").count, 1);
  t.same(seen.connections, { idle: 1, used: 0, connecting: 0, closing: 0 });
});

t.test(
  "a query that is no query rejects or throws as pg does, and its hold ends",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t);
    await t.rejects(pool.query(null as never), {
      name: "TypeError",
      message: /null or undefined query/,
    });
    await new Promise<void>((resolve) => {
      const callback = (error: Error) => {
        t.match(error.message, /Passing a function as the first parameter/);
        resolve();
      };
      pool.query(callback as never);
    });
    const seen = (await collect()).of(name);
    t.equal(seen.histogram("useTime").count, 1);
    t.equal(seen.connections.used, 0);
    t.equal(seen.unaccounted, 0);
  },
);

import type pg from "pg";
import t, { type Test } from "tap";
import { measure, type PoolValues } from "../collect.ts";
import {
  hold,
  killBackends,
  needsDatabase,
  openPool,
  serverConnections,
  serverOptions,
  until,
} from "../database.ts";
import { slowClose } from "../slow-close.ts";

const NONE = { idle: 0, used: 0, connecting: 0, closing: 0 };

interface Watched {
  readonly pool: pg.Pool;
  readonly name: string;
  readonly read: () => Promise<PoolValues>;
  /** Waits until the server has as many connections as are reported; the two cannot be read at one moment. */
  readonly untilAgreed: () => Promise<void>;
}

function watch(t: Test, options: pg.PoolConfig): Watched {
  const collect = measure();
  const { pool, name } = openPool(t, options);
  const read = async () => (await collect()).of(name);
  const untilAgreed = () =>
    until("as many connections at the server as are reported", async () => {
      const before = sum(await read());
      const server = await serverConnections(name);
      return before === server && sum(await read()) === server;
    }).then(() => undefined);
  return { pool, name, read, untilAgreed };
}

function sum({ connections }: PoolValues): number {
  return Object.values(connections).reduce((total, count) => total + count, 0);
}

t.test("held and idle connections add up to those at the server", needsDatabase, async (t) => {
  const { pool, read, untilAgreed } = watch(t, { max: 5 });
  const held = await hold(pool, 4);
  t.same((await read()).connections, { ...NONE, used: 4 });
  held[0]?.release();
  t.same((await read()).connections, { ...NONE, used: 3, idle: 1 });
  await untilAgreed();
  for (const client of held.slice(1)) client.release();
  t.same((await read()).connections, { ...NONE, idle: 4 });
  await untilAgreed();
});

t.test("a connection that is being opened is connecting and not used", needsDatabase, async (t) => {
  const { pool, read, untilAgreed } = watch(t, { max: 5 });
  const opening = hold(pool, 3);
  t.same((await read()).connections, { ...NONE, connecting: 3 });
  await opening;
  t.same((await read()).connections, { ...NONE, used: 3 });
  await untilAgreed();
});

t.test(
  "under churn connections are seen closing, and when it is over none is left",
  needsDatabase,
  async (t) => {
    const { pool, read, untilAgreed } = watch(t, { max: 5, maxUses: 1 });
    const churn = { isOver: false };
    const worker = async () => {
      while (!churn.isOver) await pool.query("select 1");
    };
    const workers = Array.from({ length: 5 }, worker);
    await until("a connection that is closing", async () => {
      const { closing } = (await read()).connections;
      return closing > 0;
    });
    churn.isOver = true;
    await Promise.all(workers);
    await until("the last close", async () => sum(await read()) === 0);
    await untilAgreed();
    t.same((await read()).connections, NONE);
    const { created = 0, queued = 0, idle = 0 } = (await read()).outcomes;
    t.equal((await read()).histogram("useTime").count, created + queued + idle);
  },
);

t.test(
  "connections that the pool forgot are closing for as long as the server has them, beyond the limit too",
  needsDatabase,
  async (t) => {
    const max = 3;
    const rounds = 3;
    const address = await slowClose(t, serverOptions(), 1);
    const { pool, read, untilAgreed } = watch(t, { ...address, max, maxUses: 1 });
    for (let round = 0; round < rounds; round += 1)
      await Promise.all(Array.from({ length: max }, () => pool.query("select 1")));
    const all = { ...NONE, closing: max * rounds };
    t.same((await read()).connections, all);
    t.equal(pool.totalCount, 0);
    await untilAgreed();
    t.same((await read()).connections, all, "the same before and after");
    await until("the last close", async () => sum(await read()) === 0);
    await untilAgreed();
  },
);

t.test("a connection released with an error is closing, then gone", needsDatabase, async (t) => {
  const { pool, read, untilAgreed } = watch(t, { max: 2 });
  const [one, two] = await hold(pool, 2);
  one?.release(true);
  t.same((await read()).connections, { ...NONE, used: 1, closing: 1 });
  two?.release(new Error("broken"));
  t.same((await read()).connections, { ...NONE, closing: 2 });
  await until("the close", async () => sum(await read()) === 0);
  await untilAgreed();
});

t.test(
  "a connection whose lifetime is over is closed, and neither acquire nor hold is counted",
  needsDatabase,
  async (t) => {
    const { pool, read, untilAgreed } = watch(t, { max: 2, maxLifetimeSeconds: 1 });
    await pool.query("select 1");
    let expired = 0;
    pool.on("acquire", () => {
      expired += 1;
    });
    await until("the end of the connection", async () => sum(await read()) === 0);
    await untilAgreed();
    t.equal(expired, 1, "pg-pool itself pretends an acquire");
    const seen = await read();
    t.same(seen.outcomes, { created: 1 });
    t.equal(seen.number("requestsStarted"), 1);
    t.equal(seen.histogram("useTime").count, 1);
    t.equal(seen.histogram("waitTime").count, 1);
  },
);

t.test(
  "an idle connection that the pool closes after its idle timeout is gone",
  needsDatabase,
  async (t) => {
    const { pool, read, untilAgreed } = watch(t, { idleTimeoutMillis: 50 });
    await pool.query("select 1");
    t.same((await read()).connections, { ...NONE, idle: 1 });
    await until("the idle timeout", async () => sum(await read()) === 0);
    await untilAgreed();
    t.same((await read()).outcomes, { created: 1 });
  },
);

t.test("an idle connection whose backend the server ends is gone", needsDatabase, async (t) => {
  const { pool, name, read, untilAgreed } = watch(t, { max: 2 });
  for (const client of await hold(pool, 2)) client.release();
  await killBackends(name);
  await until("the loss of both", async () => sum(await read()) === 0);
  await untilAgreed();
  t.same((await read()).connections, NONE);
});

t.test(
  "a held connection whose backend the server ends is used until it is released",
  needsDatabase,
  async (t) => {
    const { pool, name, read, untilAgreed } = watch(t, { max: 2 });
    const [client] = await hold(pool, 1);
    const lost = new Promise<void>((resolve) => {
      client?.on("end", resolve).on("error", () => undefined);
    });
    await killBackends(name);
    await lost;
    t.same((await read()).connections, { ...NONE, used: 1 });
    client?.release();
    t.same((await read()).connections, NONE, "its socket is closed already");
    await untilAgreed();
    t.equal((await read()).histogram("useTime").count, 1);
    await pool.query("select 1");
    t.same((await read()).connections, { ...NONE, idle: 1 });
  },
);

t.test("an ended pool has no connection in any state, and no limit", needsDatabase, async (t) => {
  const { pool, read, untilAgreed } = watch(t, { max: 3 });
  for (const client of await hold(pool, 3)) client.release();
  const ended = pool.end();
  t.same((await read()).connections, { ...NONE, closing: 3 });
  await ended;
  await until("the last close", async () => sum(await read()) === 0);
  await untilAgreed();
  const seen = await read();
  t.same(seen.connections, NONE);
  for (const metric of ["limit", "idleMax", "idleMin", "pendingRequests"])
    t.equal(seen.number(metric), 0, metric);
});

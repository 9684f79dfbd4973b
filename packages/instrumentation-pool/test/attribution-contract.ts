import { poolRegistry, type PoolSnapshot, type PoolTracker } from "@plimsoll/pool-observer";
import t, { type Test } from "tap";
import { killBackends, needsDatabase, pause, until } from "./database.ts";
import { acquireAll, LEAK_AFTER_SECONDS, type Open, openMeasured } from "./measured-pool.ts";
import type { DriverOptions, ErrorMatch, PoolDriver } from "./pool-driver.ts";
import { isWithin, now } from "./within.ts";

/** What every pool must show of who holds, who waits and how connections end, on whatever library. */
export function attributionContract(driver: PoolDriver): void {
  const sentence = (what: string, run: (t: Test) => Promise<void>) =>
    t.test(`${driver.library}: ${what}`, needsDatabase, run);
  const open = (t: Test, options?: DriverOptions) => openMeasured(t, driver, options);
  sentence("a snapshot names holders by age, with pid, query and transaction", (t) =>
    showsHolders(t, driver, open),
  );
  sentence("a request inside of a hold is nested, one beside a query of it is not", (t) =>
    countsNested(t, open),
  );
  sentence("a hold's parked time is what no query of it takes", (t) => timesParked(t, open));
  if (!driver.forgetsTransactions)
    sentence("a connection given back inside of a transaction counts", (t) =>
      countsOpenTransactions(t, open),
    );
  sentence("closed connections count by idle, error and end", (t) => countsClosed(t, driver, open));
  sentence("peaks are the highest between two collections", (t) => showsPeaks(t, driver, open));
  const { timeoutError } = driver;
  if (timeoutError !== undefined)
    sentence("a timeout's error has the counts of its pool, and shows them to nobody", (t) =>
      explainsTimeout(t, driver, timeoutError, open),
    );
  sentence("a pool that runs short is shown once, with the first waiters and their holders", (t) =>
    showsShortage(t, open),
  );
}

/** The tracker of the pool called `name`. */
export function trackerOf(name: string): PoolTracker {
  const tracker = [...poolRegistry.trackers()].find((known) => known.name === name);
  if (tracker === undefined) throw new Error(`no pool ${name}`);
  return tracker;
}

async function showsHolders(t: Test, driver: PoolDriver, open: Open): Promise<void> {
  const { pool } = open(t, { max: 3 });
  const [first, second] = await acquireAll(pool, 2);
  await first?.query("select pg_backend_pid() as secret_column");
  await second?.query("begin");
  await second?.query("select 'secret', pid from pg_stat_activity where pid = 0");
  const running = first?.query("select pg_sleep(0.5)");
  await pause(0.1);
  const { holders } = trackerOf(pool.name).snapshot();
  t.equal(holders.length, 2);
  const [parked] = holders.filter((holder) => holder.parkedSeconds !== null);
  const [busy] = holders.filter((holder) => holder.parkedSeconds === null);
  const transaction = driver.forgetsTransactions ? null : "open";
  t.match(parked, { route: "none", query: "SELECT pg_stat_activity", transaction });
  t.match(busy, { query: "SELECT", isLeakSuspect: false });
  for (const { backendPid } of holders) t.ok(Number(backendPid) > 0, "pid of the backend");
  t.not(parked?.backendPid, busy?.backendPid);
  t.ok((parked?.heldSeconds ?? 0) > 0.09);
  t.notMatch(JSON.stringify(holders), /secret/);
  await running;
  await second?.query("rollback");
}

async function countsNested(t: Test, open: Open): Promise<void> {
  const { pool, read } = open(t, { max: 3 });
  await pool.query("select 1");
  const nested = async () => (await read()).number("nestedAcquires");
  t.equal(await nested(), 0);
  await (async () => {
    const outer = await pool.begin();
    await pool.query("select 1");
    t.equal(await nested(), 1);
    const running = outer.query("select pg_sleep(0.5)");
    await until("the query", async () => (await read()).number("oldestSeconds", "query") > 0);
    await pool.query("select 1");
    t.equal(await nested(), 1, "the hold goes on by itself");
    await running;
    outer.release();
    await until("the release", async () => (await read()).connections.used === 0);
    await pool.query("select 1");
    t.equal(await nested(), 1);
  })();
  await Promise.all(Array.from({ length: 6 }, () => pool.query("select pg_sleep(0.01)")));
  t.equal(await nested(), 1, "queries beside each other are none");
}

async function timesParked(t: Test, open: Open): Promise<void> {
  const { pool, read } = open(t, { max: 1 });
  await pool.query("select 1");
  const before = (await read()).histogram("parkedTime");
  const lease = await pool.acquire();
  await lease.query("select pg_sleep(0.2)");
  const parkedFrom = now();
  await pause(0.2);
  const parkedTo = now();
  await lease.query("select pg_sleep(0.1)");
  lease.release();
  const after = (await read()).histogram("parkedTime");
  t.equal(after.count - before.count, 1);
  isWithin(t, after.sum - before.sum, 0.15, parkedTo - parkedFrom + 0.1, "parked time");
}

async function countsOpenTransactions(t: Test, open: Open): Promise<void> {
  const { pool, read } = open(t, { max: 1 });
  const count = async () => (await read()).number("openTransactions");
  const clean = await pool.acquire();
  await clean.query("begin");
  await clean.query("commit");
  clean.release();
  t.equal(await count(), 0);
  const forgotten = await pool.acquire();
  await forgotten.query("begin");
  forgotten.release();
  t.equal(await count(), 1);
  const failed = await pool.acquire();
  await failed.query("select nonsense").catch(() => undefined);
  failed.release();
  t.equal(await count(), 2, "one that failed is still open");
}

async function countsClosed(t: Test, driver: PoolDriver, open: Open): Promise<void> {
  const idle = open(t, { max: 2, idleSeconds: 0.1 });
  for (const lease of await acquireAll(idle.pool, 2)) lease.release();
  await until("the idle timeout", async () => {
    return (await idle.read()).number("connectionsClosed", "idle") === 2;
  });
  const { pool, read } = open(t, { max: 2 });
  for (const lease of await acquireAll(pool, 2)) lease.release();
  if (driver.losesQueries) await killBackends(pool.name);
  else {
    const lease = await pool.acquire();
    await lease.query("select pg_terminate_backend(pg_backend_pid())").catch(() => undefined);
    lease.release();
  }
  const lost = driver.losesQueries ? 2 : 1;
  await until("the loss", async () => {
    await pool.query("select 1").catch(() => undefined);
    const seen = await read();
    return seen.number("connectionsClosed", "error") === lost && seen.connections.idle > 0;
  });
  const seen = await read();
  t.equal(seen.number("connectionsClosed", "idle"), 0);
  const before = seen.connections.idle;
  t.ok(before > 0);
  await pool.end();
  t.equal((await read()).number("connectionsClosed", "end"), before);
}

async function showsPeaks(t: Test, driver: PoolDriver, open: Open): Promise<void> {
  const { pool, read } = open(t, { max: 2 });
  // Both are open before: a connection may take longer to open than all of the queries.
  for (const lease of await acquireAll(pool, 2)) lease.release();
  await Promise.all(Array.from({ length: 6 }, () => pool.query("select pg_sleep(0.01)")));
  const seen = await read();
  t.equal(seen.connections.used, 0);
  t.equal(seen.number("peak", "used"), 2);
  t.ok(seen.number("peak", "pending") >= (driver.pipelines ? 1 : 4));
}

async function explainsTimeout(
  t: Test,
  driver: PoolDriver,
  timeoutError: ErrorMatch,
  open: Open,
): Promise<void> {
  const { pool } = open(t, { max: 1 });
  const lease = await pool.acquire();
  pool.setAcquireTimeout?.(0.1);
  const error = await pool.acquire().then(
    () => undefined,
    (reason: unknown) => reason as Error,
  );
  t.match(error, timeoutError);
  const explained = error && driver.poolOfTimeout?.(error);
  if (explained === undefined) t.equal(driver.library, "Knex", "makes an error of its own");
  else {
    t.match(explained, { name: pool.name, used: 1, idle: 0, pending: 0, max: 1 });
    t.ok("cause" in explained && "evidence" in explained);
  }
  t.notMatch(JSON.stringify(error), pool.name, "not enumerable");
  lease.release();
}

async function showsShortage(t: Test, open: Open): Promise<void> {
  const { pool, read } = open(t, { max: 2 });
  const seen: PoolSnapshot[] = [];
  t.teardown(
    poolRegistry.onShortage((snapshot) => {
      if (snapshot.pool === pool.name) seen.push(snapshot);
    }),
  );
  const leases = await acquireAll(pool, 2);
  const waiting = pool.acquire();
  await until("a snapshot", () => seen.length > 0);
  t.match(seen[0], { limit: 2, used: 2, pending: 1, waiters: [{ route: "none", count: 1 }] });
  t.equal(seen[0]?.holders.length, 2);
  const both = `2 of 2 connections held for over ${LEAK_AFTER_SECONDS} s`;
  await until("the verdict on both", () =>
    trackerOf(pool.name).verdict()?.evidence.startsWith(both),
  );
  t.equal((await read()).number("cause", "leak"), 1);
  for (const lease of leases) lease.release();
  (await waiting).release();
  t.equal(seen.length, 1);
}

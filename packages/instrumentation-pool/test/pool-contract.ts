import { POOL_METRICS } from "@plimsoll/catalog";
import t, { type Test } from "tap";
import { slowClose } from "./slow-close.ts";
import {
  killBackends,
  needsDatabase,
  pause,
  serverConnections,
  serverOptions,
  until,
} from "./database.ts";
import { acquireAll, LEAK_AFTER_SECONDS, type Open, openMeasured, sum } from "./measured-pool.ts";
import type { DriverOptions, ErrorMatch, PoolDriver } from "./pool-driver.ts";
import { survivesChurn } from "./survives-churn.ts";
import { isWithin, now } from "./within.ts";

const NONE = { idle: 0, used: 0, connecting: 0, closing: 0 };
// The server may sleep before we note the query, when the machine is busy: within 10 % of what it slept.
const AT_LEAST = 0.9;

/** What every pool of PostgreSQL must show, on whatever library: run by each adapter's test on the real library. */
export function poolContract(driver: PoolDriver): void {
  const sentence = (what: string, run: (t: Test) => Promise<void>) =>
    t.test(`${driver.library}: ${what}`, needsDatabase, run);
  const open = (t: Test, options?: DriverOptions) => openMeasured(t, driver, options);
  sentence("with everything leaked and 20 waiting, each collection says so", (t) =>
    showsStall(t, open),
  );
  sentence("every grant is created, idle or queued", (t) => showsOutcomes(t, open));
  const { timeoutError } = driver;
  if (timeoutError !== undefined)
    sentence("a request that waits too long is a timeout, with the library's own error", (t) =>
      showsTimeout(t, timeoutError, open),
    );
  sentence("numbers of two pools never mix", (t) => keepsApart(t, open));
  sentence("the connections reported are those that the server has", (t) =>
    agreesWithServer(t, open),
  );
  sentence("idle connections that the pool or the server closes are gone", (t) =>
    showsClosing(t, open),
  );
  sentence(
    "after errors, timeouts and lost backends no request, hold or connection is left over",
    (t) => survivesChurn(t, open, driver.losesQueries),
  );
  sentence("used and querying are the seconds of the hold and of its query", (t) =>
    integrates(t, open),
  );
  sentence("a connection parked too long is a leak suspect, one that queries is none", (t) =>
    suspectsLeak(t, open),
  );
  sentence("an ended pool has no connection in any state, and no limit", (t) => ends(t, open));
  sentence(
    `a port that refuses is a failed request and the failure ${driver.refusedErrorType ?? "ECONNREFUSED"}`,
    (t) => failsToConnect(t, driver, open),
  );
}

async function showsStall(t: Test, open: Open): Promise<void> {
  const [max, callers] = [3, 20];
  const { pool, read } = open(t, { max });
  const leaked = await acquireAll(pool, max);
  let granted = 0;
  const use = async () => {
    const lease = await pool.acquire();
    granted += 1;
    lease.release();
  };
  const all = Array.from({ length: callers }, use);
  await until("every caller in the queue", async () => {
    return (await read()).number("pendingRequests") === callers;
  });
  const start = now();
  const first = await read();
  const firstRead = now();
  await pause(0.5);
  const secondStart = now();
  const second = await read();
  const [inner, outer] = [secondStart - firstRead, now() - start];
  for (const seen of [first, second]) {
    t.equal(seen.number("pendingRequests"), callers);
    t.same(seen.connections, { ...NONE, used: max });
    t.equal(seen.number("limit"), max);
    t.equal(seen.number("requestsStarted"), max + callers);
    t.same(seen.outcomes, { created: max });
  }
  const grown = (metric: string, ...own: string[]) =>
    second.number(metric, ...own) - first.number(metric, ...own);
  isWithin(t, grown("pendingSeconds"), callers * inner, callers * outer, "pendingSeconds");
  isWithin(t, grown("usedSeconds"), max * inner, max * outer, "usedSeconds");
  isWithin(t, grown("oldestSeconds", "waiter"), inner, outer, "the oldest waiter");
  isWithin(t, grown("oldestSeconds", "holder"), inner, outer, "the oldest holder");
  isWithin(t, grown("pressureSeconds", "waiting"), inner, outer, "waiting");
  isWithin(t, grown("pressureSeconds", "saturated"), inner, outer, "saturated");
  t.equal(granted, 0, "nothing changed for the app");
  for (const lease of leaked) lease.release();
  await Promise.all(all);
  const after = await read();
  t.same(after.outcomes, { created: max, queued: callers });
  t.equal(after.histogram("waitTime").count, max + callers);
  t.equal(after.histogram("useTime").count, max + callers);
  t.equal(after.number("oldestSeconds", "waiter"), 0);
}

async function showsOutcomes(t: Test, open: Open): Promise<void> {
  const { pool, read } = open(t, { max: 2 });
  const first = await pool.acquire();
  t.same((await read()).outcomes, { created: 1 });
  const second = await pool.acquire();
  t.same((await read()).outcomes, { created: 2 });
  const queued = pool.acquire();
  await until("one in the queue", async () => (await read()).number("pendingRequests") === 1);
  first.release();
  const third = await queued;
  t.same((await read()).outcomes, { created: 2, queued: 1 });
  second.release();
  const fourth = await pool.acquire();
  t.same((await read()).outcomes, { created: 2, queued: 1, idle: 1 });
  third.release();
  fourth.release();
  await pool.query("select 1");
  const last = await read();
  t.same(last.outcomes, { created: 2, queued: 1, idle: 2 });
  for (const metric of Object.keys(POOL_METRICS))
    t.not(last.numbers(metric).length, 0, `${metric} has a point`);
  t.equal(last.number("requestsStarted"), 5);
  t.equal(last.number("pendingRequests"), 0);
  t.equal(last.histogram("waitTime").count, 5);
  t.equal(last.histogram("useTime").count, 5);
  t.equal(last.histogram("createTime").count, 2);
}

async function showsTimeout(t: Test, timeoutError: ErrorMatch, open: Open): Promise<void> {
  const { pool, read } = open(t, { max: 1 });
  const lease = await pool.acquire();
  // Set late, so that opening the connection on a busy machine does not time out too.
  pool.setAcquireTimeout?.(0.1);
  await t.rejects(pool.acquire(), timeoutError);
  const seen = await read();
  t.same(seen.outcomes, { created: 1, timeout: 1 });
  t.equal(seen.number("timeouts"), 1);
  t.equal(seen.number("acquireTimeoutSeconds"), 0.1);
  t.equal(seen.histogram("waitTime").count, 1, "a wait that got nothing is in no histogram");
  lease.release();
  pool.setAcquireTimeout?.(10);
  (await pool.acquire()).release();
  t.same((await read()).outcomes, { created: 1, timeout: 1, idle: 1 });
}

async function keepsApart(t: Test, open: Open): Promise<void> {
  const [one, two] = [open(t, { max: 4 }), open(t, { max: 2 })];
  await acquireAll(one.pool, 3);
  const [lease] = await acquireAll(two.pool, 2);
  const waiting = two.pool.acquire();
  await until("the waiter of the second", async () => {
    return (await two.read()).number("pendingRequests") === 1;
  });
  const [first, second] = [await one.read(), await two.read()];
  t.equal(first.number("limit"), 4);
  t.equal(second.number("limit"), 2);
  t.same(first.connections, { ...NONE, used: 3 });
  t.same(second.connections, { ...NONE, used: 2 });
  t.equal(first.number("pendingRequests"), 0);
  t.same(first.outcomes, { created: 3 });
  t.same(second.outcomes, { created: 2 });
  lease?.release();
  await waiting;
  t.equal((await one.read()).histogram("useTime").count, 0);
  t.equal((await two.read()).histogram("useTime").count, 1);
}

async function agreesWithServer(t: Test, open: Open): Promise<void> {
  const { pool, read, untilAgreed } = open(t, { max: 5 });
  const opening = acquireAll(pool, 4);
  await until("connecting", async () => (await serverConnections(pool.name)) > 0);
  const held = await opening;
  t.same((await read()).connections, { ...NONE, used: 4 });
  await untilAgreed();
  held[0]?.release();
  t.same((await read()).connections, { ...NONE, used: 3, idle: 1 });
  await untilAgreed();
  for (const lease of held) lease.release();
  t.same((await read()).connections, { ...NONE, idle: 4 });
  await untilAgreed();
  t.same((await read()).connections, { ...NONE, idle: 4 });
}

async function showsClosing(t: Test, open: Open): Promise<void> {
  const address = await slowClose(t, serverOptions(), 0.5);
  const { pool, read, untilAgreed } = open(t, { ...address, max: 3, idleSeconds: 0.2 });
  for (const lease of await acquireAll(pool, 2)) lease.release();
  await until("a connection that is closing", async () => {
    const { closing } = (await read()).connections;
    return closing > 0;
  });
  await untilAgreed();
  await until("the idle timeout", async () => sum(await read()) === 0);
  await untilAgreed();
  const kept = open(t, { max: 2 });
  for (const lease of await acquireAll(kept.pool, 2)) lease.release();
  await killBackends(kept.pool.name);
  await until("none at the server", async () => (await serverConnections(kept.pool.name)) === 0);
  await kept.pool.query("select 1");
  await kept.untilAgreed();
  t.same((await kept.read()).connections, { ...NONE, idle: 1 });
}

async function integrates(t: Test, open: Open): Promise<void> {
  const { pool, read } = open(t, { max: 1 });
  const asked = now();
  const lease = await pool.acquire();
  const granted = now();
  const query = lease.query("select pg_sleep(0.3)");
  await pause(0.1);
  const during = await read();
  t.ok(during.number("oldestSeconds", "query") > 0.05, "the query is seen in flight");
  t.equal(during.number("oldestSeconds", "parked"), 0);
  await query;
  const answered = now();
  await pause(0.2);
  const releasing = now();
  lease.release();
  const released = now();
  const seen = await read();
  const [inner, outer] = [releasing - granted, released - asked];
  isWithin(t, seen.number("usedSeconds"), inner, outer, "used_seconds");
  isWithin(t, seen.histogram("useTime").sum, inner, outer, "use_time");
  isWithin(t, seen.number("routeSeconds", "none", "hold"), inner, outer, "route_seconds");
  const queried = seen.number("queryingSeconds");
  isWithin(t, queried, 0.3 * AT_LEAST, answered - granted, "querying_seconds");
  isWithin(t, seen.histogram("createTime").sum, 0, granted - asked, "create_time");
  isWithin(t, seen.histogram("waitTime").sum, 0, granted - asked, "wait_time");
  t.ok(seen.histogram("createTime").sum <= seen.histogram("waitTime").sum);
  await pause(0.05);
  t.equal((await read()).number("usedSeconds"), seen.number("usedSeconds"), "nothing goes on");
}

async function suspectsLeak(t: Test, open: Open): Promise<void> {
  const { pool, read } = open(t, { max: 2 });
  const [parked, querying] = await acquireAll(pool, 2);
  await parked?.query("select 1");
  const query = querying?.query(`select pg_sleep(${LEAK_AFTER_SECONDS * 3})`);
  await pause(LEAK_AFTER_SECONDS * 1.5);
  const seen = await read();
  t.equal(seen.number("leakSuspects", "none"), 1);
  t.ok(seen.number("oldestSeconds", "parked") > LEAK_AFTER_SECONDS);
  await query;
  parked?.release();
  querying?.release();
  t.equal((await read()).number("leakSuspects", "none"), 0);
  t.equal((await read()).number("oldestSeconds", "parked"), 0);
}

async function ends(t: Test, open: Open): Promise<void> {
  const { pool, read, untilAgreed } = open(t, { max: 3 });
  for (const lease of await acquireAll(pool, 3)) lease.release();
  await pool.end();
  await until("the last close", async () => sum(await read()) === 0);
  await untilAgreed();
  const seen = await read();
  t.same(seen.connections, NONE);
  for (const metric of ["limit", "idleMax", "idleMin", "pendingRequests"])
    t.equal(seen.number(metric), 0, metric);
  t.same(seen.outcomes, { created: 3 });
}

async function failsToConnect(t: Test, driver: PoolDriver, open: Open): Promise<void> {
  const { pool, read } = open(t, { host: "127.0.0.1", port: 1 });
  const { refusedErrorType = "ECONNREFUSED" } = driver;
  for (let i = 1; i <= 2; i += 1) {
    await t.rejects(pool.acquire(), driver.refusedError);
    const seen = await read();
    t.same(seen.outcomes, { failed: i });
    const refused = seen.number("connectFailures", refusedErrorType);
    if (driver.connectsAgain) t.ok(refused >= i, `${refused} connects for ${i} requests`);
    else t.equal(refused, i);
    const failures = seen.numbers("connectFailures").filter((count) => count > 0);
    t.same(failures, [refused], "no other failure");
    t.equal(seen.histogram("createTime").count, refused, "failed attempts are in create_time");
    t.equal(seen.histogram("waitTime").count, 0);
    t.same(seen.connections, NONE);
    // sequelize-pool opens one more connection for a request that comes before the next tick.
    await pause(0.01);
  }
}

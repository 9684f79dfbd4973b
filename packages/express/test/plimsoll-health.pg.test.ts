import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import t, { type Test } from "tap";
import { type Health, type HealthOptions, plimsollHealth } from "../src/index.ts";
import { createPool, DATABASE_URL, NO_DATABASE } from "./database.ts";
import { startProxy } from "./readiness/severable-proxy.ts";
import { startSilentServer } from "./readiness/silent-server.ts";
import { serve } from "./serve.ts";

t.test("with PostgreSQL", { skip: NO_DATABASE ?? false }, async (t) => {
  t.test("a saturated pool is ready, and readyz takes no connection of it", async (t) => {
    const { pool, tracker } = createPool(t, { max: 1 });
    const health = create(t, {});
    const url = await serve(t, health.router);
    const load = keepAsking([pool, pool, pool], "SELECT pg_sleep(0.05)");
    await untilStatus(health, "busy");
    for (let i = 0; i < 50; i += 1) t.equal((await fetch(`${url}/readyz`)).status, 200);
    await load.stop();
    const before = tracker.read().requestsStarted;
    for (const path of ["/livez", "/readyz", "/debug/pools"]) await fetch(url + path);
    t.equal(tracker.read().requestsStarted, before, "nobody asked the pool for a connection");
  });

  t.test("a probe opens one connection per interval, however often readyz is asked", async (t) => {
    const proxy = await startProxy(t, DATABASE_URL);
    const began = performance.now();
    const health = create(t, { probe: clientOf(proxy.url), probeIntervalSeconds: 0.5 });
    const url = await serve(t, health.router);
    await untilStatus(health, "ready", "busy");
    let most = 0;
    for (let i = 0; i < 300; i += 1) {
      t.equal((await fetch(`${url}/readyz`)).status, 200);
      most = Math.max(most, proxy.openNow());
    }
    const intervals = (performance.now() - began) / 500;
    t.ok(most <= 1, `${most} at once`);
    t.ok(proxy.opened() <= intervals + 1, `${proxy.opened()} in ${intervals} intervals`);
  });

  t.test("a database that is gone is told by the pool, and so is its return", async (t) => {
    const proxy = await startProxy(t, DATABASE_URL);
    const { pool, tracker } = createPool(t, { connectionString: proxy.url, max: 3 });
    const health = create(t, { requiredPools: [tracker.name] });
    const load = keepAsking([pool], "SELECT 1");
    await untilStatus(health, "ready");
    await proxy.sever();
    await untilStatus(health, "unreachable");
    t.match(health.readiness().reason, "the last with ECONNREFUSED");
    await proxy.mend();
    await untilStatus(health, "ready", "busy");
    await load.stop();
  });

  t.test("a database that does not answer any more is told by the probe", async (t) => {
    const silent = await startSilentServer(t);
    let client = clientOf(DATABASE_URL);
    const health = create(t, { ...QUICK, ...NO_POOL, probe: () => client() });
    t.match(health.readiness(), { isReady: false, status: "starting" });
    await untilStatus(health, "ready", "busy");
    client = () => new pg.Client({ host: "127.0.0.1", port: silent.port });
    await untilStatus(health, "unreachable");
    t.match(health.readiness().reason, "the last with timeout");
    t.equal(silent.mostOpen(), 1);
    client = clientOf(DATABASE_URL);
    await untilStatus(health, "ready", "busy");
  });

  t.test("a server with no connection left is busy, not broken", async (t) => {
    const full = await fillRole(t);
    let client = clientOf(DATABASE_URL);
    const health = create(t, { ...QUICK, ...NO_POOL, probe: () => client() });
    await untilStatus(health, "ready", "busy");
    client = clientOf(full);
    await untilReason(health, "The server has no connection left (53300).");
    t.match(health.readiness(), { isReady: true, status: "busy" });
  });
});

const QUICK = { probeIntervalSeconds: 0.4, probeTimeoutSeconds: 0.35 };
// What pools of other tests did says nothing here.
const NO_POOL = { requiredPools: ["none"] };

function create(t: Test, options: HealthOptions): Health {
  const health = plimsollHealth(options);
  t.teardown(health.shutDown);
  return health;
}

function clientOf(connectionString: string): () => pg.Client {
  return () => new pg.Client({ connectionString });
}

/** Asks each of `pools` again and again, whatever comes of it. */
function keepAsking(pools: readonly pg.Pool[], sql: string): { stop: () => Promise<void> } {
  const over = new AbortController();
  const asking = pools.map(async (pool) => {
    while (!over.signal.aborted) {
      await pool.query(sql).catch(() => {});
      await pause(10);
    }
  });
  return {
    stop: async () => {
      over.abort();
      await Promise.all(asking);
    },
  };
}

async function untilStatus(health: Health, ...wanted: string[]): Promise<void> {
  await until(health, () => wanted.includes(health.readiness().status));
}

async function untilReason(health: Health, wanted: string): Promise<void> {
  await until(health, () => health.readiness().reason === wanted);
}

async function until({ readiness }: Health, isTrue: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!isTrue()) {
    if (performance.now() > deadline) throw new Error(`still ${JSON.stringify(readiness())}`);
    await pause(20);
  }
}

/** The URL of a role that may have one connection, and has it. */
async function fillRole(t: Test): Promise<string> {
  const role = `full_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client({ connectionString: DATABASE_URL });
  await admin.connect();
  // A superuser's limit is not enforced; this is none.
  await admin.query(`CREATE ROLE ${role} LOGIN CONNECTION LIMIT 1 PASSWORD 'p'`);
  const url = new URL(DATABASE_URL);
  url.username = role;
  url.password = "p";
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  t.teardown(async () => {
    await client.end();
    await admin.query(`DROP ROLE ${role}`);
    await admin.end();
  });
  return url.href;
}

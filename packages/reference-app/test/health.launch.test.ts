import t, { type Test } from "tap";
import { spawnMoney, urlOf } from "./spawn-money.ts";
import { createSeededDatabase, NO_DATABASE } from "./test-database.ts";
import { request } from "./test-money.ts";

const JSON_ONLY = { accept: "application/json" };

t.test("with PostgreSQL", { skip: NO_DATABASE ?? false }, async (t) => {
  t.test("Money whose connections have leaked is ready, and says who holds them", async (t) => {
    const url = await startStuckMoney(t, {});
    const waiting = fetch(`${url}/accounts/1`).catch(() => undefined);
    const { holders, waiters } = await untilSomebodyWaits(url);
    t.match(holders, [{ route: "/transfers" }, { route: "/transfers" }]);
    t.strictSame(
      waiters.map(({ route, count }) => ({ route, count })),
      [{ route: "/accounts/:id", count: 1 }],
    );
    const ready = await fetch(`${url}/readyz`);
    t.equal(ready.status, 200);
    t.match(await ready.text(), /^busy: 1 request waits .*\(used=2, idle=0, limit=2\)/);
    t.equal((await fetch(`${url}/livez`)).status, 200);
    const page = await fetch(`${url}/debug/pools`, { headers: { accept: "text/html" } });
    t.match(await page.text(), "<code>/accounts/:id</code>");
    const proxied = { headers: { "x-forwarded-for": "203.0.113.7" } };
    t.equal((await fetch(`${url}/debug/pools`, proxied)).status, 403);
    t.ok(waiting);
  });

  t.test("Money sheds all but transfers while it is stuck, when it is told to", async (t) => {
    const url = await startStuckMoney(t, { MONEY_SHED_LOAD: "1" });
    const hanging = fetch(`${url}/accounts/1`).catch(() => undefined);
    await untilSomebodyWaits(url);
    const shed = await untilShed(`${url}/reports/monthly?year=2024&month=4`);
    t.ok(Number(shed.headers.get("retry-after")) >= 1);
    t.match(await shed.json(), { error: { code: "PLIMSOLL_OVERLOADED" } });
    t.equal((await fetch(`${url}/livez`)).status, 200);
    t.equal((await fetch(`${url}/readyz`)).status, 200);
    t.equal((await fetch(`${url}/healthz`)).status, 200);
    const critical = await fetch(`${url}/transfers`, { method: "POST" });
    t.equal(critical.status, 400, "it was let in, and its body found wrong");
    t.ok(hanging);
  });
});

/** A Money of two connections, both leaked, in which requests wait for ever. */
async function startStuckMoney(t: Test, env: Record<string, string>): Promise<string> {
  const DATABASE_URL = await createSeededDatabase(t);
  const url = await urlOf(
    spawnMoney(t, {
      DATABASE_URL,
      MONEY_FAULTS: "1",
      MONEY_POOL_MAX: "2",
      MONEY_ACQUIRE_TIMEOUT_MS: "0",
      ...env,
    }),
  );
  await request(`${url}/faults`, "PUT", { leakEvery: 1 });
  for (const _ of [1, 2]) await request(`${url}/transfers`, "POST", { from: 1, to: 2, amount: 1 });
  return url;
}

interface Snapshot {
  pending: number;
  holders: { route: string }[];
  waiters: { route: string; count: number }[];
}

async function untilSomebodyWaits(url: string): Promise<Snapshot> {
  const deadline = performance.now() + 10_000;
  while (performance.now() < deadline) {
    const answer = await fetch(`${url}/debug/pools`, { headers: JSON_ONLY });
    const { pools } = (await answer.json()) as { pools: Snapshot[] };
    // Readiness looks at the pools once a second.
    const isBusy = (await (await fetch(`${url}/readyz`)).text()).startsWith("busy");
    const [pool] = pools;
    if (pool !== undefined && pool.pending > 0 && isBusy) return pool;
  }
  throw new Error("nobody waits");
}

async function untilShed(url: string): Promise<Response> {
  const deadline = performance.now() + 10_000;
  while (performance.now() < deadline) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(500) }).catch(() => undefined);
    if (answer?.status === 503) return answer;
  }
  throw new Error("nothing was shed");
}

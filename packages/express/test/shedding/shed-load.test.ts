import express, { type Request } from "express";
import t, { type Test } from "tap";
import { shedLoad, type ShedLoadOptions } from "../../src/index.ts";
import { ask, type FakePool, fakePools, hold } from "../fake-pools.ts";
import { serve } from "../serve.ts";

/** An app whose pool is stuck: two connections are held, and a request has waited for 5 s. */
async function startStuckApp(t: Test, options: ShedLoadOptions<Request> = {}) {
  const pools = fakePools();
  const orders = pools.add("orders", 2);
  hold(orders);
  hold(orders);
  ask(orders);
  pools.wait(5);
  const app = express();
  app.use(shedLoad({ registry: pools.registry, clock: pools.clock, ...options }));
  app.use((_request, response) => void response.end("served"));
  const url = await serve(t, app);
  const get = async (path: string): Promise<number> => (await fetch(url + path)).status;
  return { pools, orders, url, get };
}

function shedBy({ tracker }: FakePool): number {
  return tracker.read().shedRequests;
}

t.test("a stuck pool's requests are shed, with a time to come back", async (t) => {
  const { orders, url } = await startStuckApp(t);
  const answer = await fetch(`${url}/orders`);
  t.equal(answer.status, 503);
  t.equal(answer.headers.get("retry-after"), "5");
  t.equal(answer.headers.get("cache-control"), "no-store");
  t.strictSame(await answer.json(), {
    error: {
      code: "PLIMSOLL_OVERLOADED",
      message: "Too many requests wait for the database. Try again in 5 s.",
    },
  });
  t.equal(shedBy(orders), 1);
});

t.test("a pool that nobody waits for sheds nothing", async (t) => {
  const pools = fakePools();
  hold(pools.add("orders", 1));
  const app = express();
  app.use(shedLoad({ registry: pools.registry, clock: pools.clock }));
  app.use((_request, response) => void response.end("served"));
  const url = await serve(t, app);
  for (let i = 0; i < 5; i += 1) t.equal((await fetch(url)).status, 200);
});

t.test("critical requests are never shed and low ones all, once there is overload", async (t) => {
  const { pools, orders, get } = await startStuckApp(t, {
    maxWaitSeconds: 1000,
    priority: ({ path }) => (path.slice(1) || "normal") as "critical" | "normal" | "low",
  });
  for (let i = 0; i < 5; i += 1) t.equal(await get("/critical"), 200);
  const counts = { normal: 0, low: 0 };
  for (let i = 0; i < 30; i += 1) {
    pools.wait(0.02);
    if ((await get("/normal")) === 503) counts.normal += 1;
    if ((await get("/low")) === 503) counts.low += 1;
  }
  t.equal(counts.low, 30);
  t.ok(counts.normal > 3 && counts.normal < 25, `${counts.normal} of 30`);
  t.equal(shedBy(orders), counts.low + counts.normal);
});

t.test("what a newcomer would wait for too long is shed whole, but for the critical", async (t) => {
  const { pools, get } = await startStuckApp(t, {
    priority: ({ path }) => (path === "/critical" ? "critical" : "normal"),
  });
  await get("/normal");
  pools.wait(0.5);
  await get("/normal");
  pools.wait(0.6);
  for (let i = 0; i < 10; i += 1) t.equal(await get("/normal"), 503);
  t.equal(await get("/critical"), 200);
});

t.test("health checks, and requests that use no pool, are never shed", async (t) => {
  const { get } = await startStuckApp(t, { applies: ({ path }) => path !== "/static" });
  for (const path of ["/livez", "/readyz", "/debug/pools", "/internal/readyz", "/static"])
    for (let i = 0; i < 3; i += 1) t.equal(await get(path), 200, path);
});

t.test("the wait of pools that are not named does not count", async (t) => {
  const { get } = await startStuckApp(t, { pools: ["reports"] });
  t.equal(await get("/orders"), 200);
});

t.test("an option that throws sheds nothing and breaks nothing", async (t) => {
  const { get } = await startStuckApp(t, {
    priority: () => {
      throw new Error("a bug of the app");
    },
  });
  t.equal(await get("/orders"), 200);
});

import t from "tap";
import { poolPressure } from "../../src/alerts/pool-pressure.ts";
import { assertSamples, assertPage, firstFirings } from "../promtool.ts";
import { during, HEALTHY, HISTORY_SECONDS, instances } from "../scenarios.ts";

// 200/s of 50 ms fill the pool of 10; there is no baseline yet.
const young = { ...HEALTHY, demand: (t: number) => (t < 400 ? 100 : 300) };
const PRESSED_AT = 435;

// Without an acquire timeout the patience is 5 s. 200/s are granted, so 300 callers wait for 1.5 s, and 160 for 0.8 s.
const waits = (callers: number) => ({
  acquireTimeoutSeconds: 0,
  callers,
  demand: during(100, Infinity, 400, 60),
});

const pagesOf = (callers: number) =>
  firstFirings({ pools: instances(9, HEALTHY, waits(callers)), seconds: 180 });

t.test("a service that starts under too much load pages once it has been so for 30 s", (t) => {
  const pool = { ...HEALTHY, demand: () => 300 };
  const pages = firstFirings({ pools: [pool], seconds: 200 });
  t.same(Object.keys(pages), ["PlimsollPoolPressure"]);
  t.ok((pages["PlimsollPoolPressure"] ?? 0) >= 30);
  t.end();
});

t.test("pressure with a named cause pages once, under that name", (t) => {
  const demand = during(HISTORY_SECONDS, Infinity, 210, 100);
  const queryShare = during(HISTORY_SECONDS, Infinity, 0.3, 0.9);
  const pages = firstFirings({
    pools: [{ ...HEALTHY, demand, queryShare }],
    seconds: HISTORY_SECONDS + 400,
  });
  t.same(Object.keys(pages), ["PlimsollPoolTrafficSurge"]);
  t.end();
});

t.test("a pool of 10 at 70 and 80 % use and one of 50 at 85 % page nobody", (t) => {
  for (const [limit, use] of [
    [10, 0.7],
    [10, 0.8],
    [50, 0.85],
  ] as const) {
    const pool = { ...HEALTHY, limit, demand: () => (limit * use) / 0.05 };
    t.same(firstFirings({ pools: [pool], seconds: 900 }), {}, `${limit} at ${use}`);
  }
  t.end();
});

t.test("a pool at 95 % use whose waits nobody can feel pages nobody", (t) => {
  // Somebody waits in 78 % of the time, for 8 ms on average.
  const pool = { ...HEALTHY, hold: () => 0.005, demand: () => 1900 };
  t.same(firstFirings({ pools: [pool], seconds: 900 }), {});
  t.end();
});

t.test(
  "an overload without an acquire timeout pages after 35 s and never turns into a stall",
  (t) => {
    const pool = { ...HEALTHY, acquireTimeoutSeconds: 0, demand: during(100, Infinity, 300, 60) };
    t.same(firstFirings({ pools: [pool], seconds: 400 }), { PlimsollPoolPressure: 135 });
    t.end();
  },
);

t.test("an overload that is scraped every 15 s is no stall: the pool still grants", (t) => {
  const pool = { ...HEALTHY, demand: during(100, Infinity, 300, 60) };
  const run = { pools: [pool], seconds: 300, scrapeSeconds: 15 };
  t.same(Object.keys(firstFirings(run)), ["PlimsollPoolPressure"]);
  t.end();
});

t.test(
  "waiters of one instance of nine page once they have used a fifth of their patience",
  (t) => {
    t.same(Object.keys(pagesOf(300)), ["PlimsollPoolPressure"]);
    t.same(pagesOf(160), {});
    t.end();
  },
);

t.test("the last reading of an instance that died with late waiters pages nobody", (t) => {
  const dying = { demand: during(300, Infinity, 400, 60), until: 310 };
  t.same(firstFirings({ pools: instances(4, HEALTHY, dying), seconds: 500 }), {});
  t.end();
});

t.test("counter resets, failed scrapes and a rolling restart page nobody", (t) => {
  const busy = { ...HEALTHY, demand: () => 120 };
  const reset = { ...busy, resetAt: 300 };
  const gap = { ...busy, isMissed: (t: number) => t >= 300 && t < 400 };
  t.same(firstFirings({ pools: [reset], seconds: 700 }), {});
  t.same(firstFirings({ pools: [gap], seconds: 700 }), {});
  const old = instances(4, busy).map((pool, index) => ({ ...pool, until: 600 + index * 30 }));
  const replacements = instances(8, busy)
    .slice(4)
    .map((pool, index) => ({ ...pool, from: 610 + index * 30 }));
  t.same(firstFirings({ pools: [...old, ...replacements], seconds: 1200 }), {});
  t.end();
});

t.test("two pools and two services never mix", (t) => {
  const pools = [
    { ...young, pool: "reports" },
    { ...HEALTHY, demand: () => 60 },
    { ...HEALTHY, demand: () => 60, service: "billing", pool: "reports" },
  ];
  const run = { pools: pools.map((pool) => ({ ...pool, environment: "prod" })), seconds: 600 };
  const paged = 'count by (service, pool) (ALERTS{alertstate="firing"})';
  const one = { '{service="money",pool="reports"}': 1 };
  t.doesNotThrow(() => assertSamples(run, paged, 500, one));
  t.end();
});

t.test("the page says what is known about the cause", (t) => {
  const run = { pools: [{ ...young, environment: "prod" }], seconds: 500 };
  const text = {
    description:
      "Pool money of money (prod) makes requests wait, or is forecast to run out within 5 minutes. Mean wait: 3.296s; oldest waiter: 5s.",
    evidence:
      "Used: 8 of 10; queue: 725; somebody waits in 60.72% of the time; timeouts: 45/s. Demand: no baseline yet; hold: no baseline yet. A query is in flight in 90% of the held time. Leak suspects: 0. Route that holds most connections: /reports/:id (8).",
    do_first: poolPressure.doFirst,
  };
  t.doesNotThrow(() => assertPage(run, poolPressure, PRESSED_AT, text));
  t.doesNotThrow(() => assertPage(run, poolPressure, PRESSED_AT - 5));
  t.end();
});

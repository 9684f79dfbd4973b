import t from "tap";
import { poolLeak } from "../../src/alerts/pool-leak.ts";
import { assertPage, assertSamples, firstFirings } from "../promtool.ts";
import { HEALTHY, instances, leakEvery } from "../scenarios.ts";

const FIRST_LEAK = 60;
const FIRST_SUSPECT = FIRST_LEAK + 30;
const slowLeak = { ...HEALTHY, leaked: leakEvery(12, FIRST_LEAK), leakRoute: "/transfers" };

t.test("a leak of one connection every 12 s pages 15 s after its first suspect", (t) => {
  // The second suspect comes at 102, is scraped and judged at 105; the tenth connection is lost at 168.
  t.same(firstFirings({ pools: [slowLeak], seconds: 300 }), {
    PlimsollPoolLeak: FIRST_SUSPECT + 15,
  });
  t.end();
});

t.test("a leak pages at the same second when scrape and evaluation are 15 s apart", (t) => {
  const every15 = { scrapeSeconds: 15, evaluationSeconds: 15 };
  t.same(firstFirings({ pools: [slowLeak], seconds: 300, ...every15 }), {
    PlimsollPoolLeak: FIRST_SUSPECT + 15,
  });
  t.end();
});

t.test(
  "a leak of one connection every 2 s pages as a leak although the pool is empty first",
  (t) => {
    const fast = { ...HEALTHY, leaked: leakEvery(2, FIRST_LEAK) };
    t.same(firstFirings({ pools: [fast], seconds: 300 }), { PlimsollPoolLeak: FIRST_SUSPECT + 5 });
    t.end();
  },
);

t.test("a leak in one instance of ten is not diluted by the other nine", (t) => {
  const pools = instances(10, HEALTHY, { leaked: leakEvery(12, FIRST_LEAK) });
  t.same(firstFirings({ pools, seconds: 300 }), { PlimsollPoolLeak: FIRST_SUSPECT + 15 });
  t.end();
});

t.test("one suspect in each of ten instances pages nobody", (t) => {
  const pools = Array.from({ length: 10 }, (_, index) => ({
    ...HEALTHY,
    instance: index + 1,
    leaked: () => 1,
  }));
  t.same(firstFirings({ pools, seconds: 300 }), {});
  t.end();
});

t.test("two suspects of a limit of 20 are a tenth and page nobody; three do", (t) => {
  const big = { ...HEALTHY, limit: 20 };
  t.same(firstFirings({ pools: [{ ...big, leaked: () => 2 }], seconds: 300 }), {});
  const pages = firstFirings({ pools: [{ ...big, leaked: () => 3 }], seconds: 300 });
  t.same(Object.keys(pages), ["PlimsollPoolLeak"]);
  t.end();
});

t.test("one suspect in a pool of three pages only when requests have to wait for the rest", (t) => {
  const small = { ...HEALTHY, limit: 3, leaked: leakEvery(1000, FIRST_LEAK) };
  t.same(firstFirings({ pools: [{ ...small, demand: () => 6 }], seconds: 400 }), {});
  const pages = firstFirings({ pools: [{ ...small, demand: () => 44 }], seconds: 400 });
  t.same(Object.keys(pages), ["PlimsollPoolLeak"]);
  t.end();
});

t.test("a process without any series of suspects has none, and pages nobody", (t) => {
  const run = { pools: [{ ...HEALTHY, hasNoSuspects: true }], seconds: 120 };
  t.same(firstFirings(run), {});
  for (const series of ["plimsoll:pool_leak_suspects:max", "plimsoll:pool_leak_suspects:ratio_max"])
    t.doesNotThrow(() => assertSamples(run, `sum(${series})`, 120, { "{}": 0 }));
  t.end();
});

t.test("long reports that query all the time use the pool and leak nothing", (t) => {
  const reports = { ...HEALTHY, demand: () => 0.2, hold: () => 30, queryShare: () => 1 };
  t.same(firstFirings({ pools: [reports], seconds: 900 }), {});
  t.end();
});

t.test("failed scrapes do not end a leak's page", (t) => {
  const pool = { ...slowLeak, isMissed: (t: number) => t >= 150 && t < 180 };
  const firing = 'count_over_time(ALERTS{alertstate="firing"}[95s])';
  // Every one of the evaluations from 105 to 200 s.
  const labels = `{alertname="PlimsollPoolLeak",alertstate="firing",cause="leak",pool="money",role="cause",service="money",severity="page"}`;
  const run = { pools: [pool], seconds: 300 };
  t.doesNotThrow(() => assertSamples(run, firing, 200, { [labels]: 20 }));
  t.end();
});

t.test("a restart of the leaking process ends the page within four minutes", (t) => {
  const leaked = (t: number) => (t < 200 ? slowLeak.leaked(t) : 0);
  const run = { pools: [{ ...slowLeak, leaked, resetAt: 200 }], seconds: 500 };
  t.doesNotThrow(() => assertSamples(run, "ALERTS", 440, {}));
  t.end();
});

t.test(
  "the page names the route, the suspects, the limit, the first step and the mistakes",
  (t) => {
    const run = { pools: [{ ...slowLeak, environment: "prod" }], seconds: 300 };
    const text = {
      description:
        "Pool money of money (prod) has lost 20% of an instance's connections to requests that never released them. When all are lost, every request waits until it fails.",
      evidence:
        "Leak suspects (held without a query for longer than the leak threshold): 2 on the worst instance; the pool's limit is 10 over all instances. Route with most suspects: /transfers (2). Demand: no baseline yet. Queries run in 55.48% of the held time.",
      do_first:
        "Restart this service's instances one by one: that returns the leaked connections. Then roll back or fix route /transfers, which leaves a path without a release.",
    };
    t.doesNotThrow(() => assertPage(run, poolLeak, 105, text));
    t.doesNotThrow(() => assertPage(run, poolLeak, 100));
    t.throws(() => assertPage(run, poolLeak, 105), /PlimsollPoolLeak/, "the check itself can fail");
    t.end();
  },
);

import t from "tap";
import { poolSlowQueries } from "../../src/alerts/pool-slow-queries.ts";
import { assertPage, firstFirings, type PageText } from "../promtool.ts";
import { simulatePool } from "../simulated-pool.ts";
import { during, HEALTHY, HISTORY_SECONDS, ramp, verdict } from "../scenarios.ts";

// 100/s fill the pool of 10 at holds of 0.1 s: after 150 s.
const slowdown = {
  ...HEALTHY,
  demand: () => 100,
  hold: ramp(0.05, 0.15, HISTORY_SECONDS, 300),
};
const seconds = HISTORY_SECONDS + 300;

t.test(
  "queries that become slow over five minutes page before the first acquire times out",
  (t) => {
    const pages = firstFirings({ pools: [slowdown], seconds });
    t.same(Object.keys(pages), ["PlimsollPoolSlowQueries"]);
    t.equal(pages["PlimsollPoolSlowQueries"], HISTORY_SECONDS + 185);
    const firstTimeout = simulatePool(slowdown, seconds).find((second) => second.timedOut > 0)?.t;
    t.equal((firstTimeout ?? 0) - HISTORY_SECONDS, 203, "18 s later");
    t.end();
  },
);

t.test(
  "holds that grow without queries in flight are the app's and not called slow queries",
  (t) => {
    const held = { ...slowdown, queryShare: (t: number) => (t < HISTORY_SECONDS ? 0.9 : 0.3) };
    const every15 = { scrapeSeconds: 15, evaluationSeconds: 15 };
    t.same(Object.keys(firstFirings({ pools: [held], seconds, ...every15 })), [
      "PlimsollPoolHeldByApplication",
    ]);
    t.end();
  },
);

t.test("queries that become slower without making anyone wait page nobody", (t) => {
  const pool = { ...slowdown, demand: () => 20 };
  t.same(firstFirings({ pools: [pool], seconds }), {});
  t.end();
});

t.test(
  "queries that are slow in a service of five minutes are not called slower than usual",
  (t) => {
    const young = { ...slowdown, hold: ramp(0.05, 0.15, 300, 300) };
    t.same(Object.keys(firstFirings({ pools: [young], seconds: 600 })), [
      "PlimsollPoolExhaustionPredicted",
    ]);
    t.end();
  },
);

t.test("the process's verdict names slow queries where there is no baseline", (t) => {
  const demand = during(100, Infinity, 300, 60);
  const pool = { ...HEALTHY, demand, signals: [verdict("slow_query", 110)] };
  t.same(firstFirings({ pools: [pool], seconds: 180 }), { PlimsollPoolSlowQueries: 120 });
  t.same(
    firstFirings({ pools: [{ ...HEALTHY, signals: [verdict("slow_query", 50)] }], seconds: 180 }),
    {},
  );
  t.end();
});

t.test("the page gives hold growth, query share and the route that holds most", (t) => {
  const run = { pools: [{ ...slowdown, environment: "prod" }], seconds };
  const at = HISTORY_SECONDS + 185;
  t.doesNotThrow(() => assertPage(run, poolSlowQueries, at, textOfSlow()));
  t.end();
});

function textOfSlow(): PageText {
  return {
    description:
      "Pool money of money (prod) holds each connection for 101.6ms on average (2.0 times its baseline), and requests wait for one.",
    evidence:
      "A query is in flight in 90% of the held time, so the database is slow, not the app. Route that holds most connections: /reports/:id (9.833). Oldest query: 1s. Demand over its baseline: 1.0. Used: 9.833 of 10; queue: 57.92.",
    do_first:
      "Look at pg_stat_activity for the oldest active queries and what they wait for; cancel the worst with pg_cancel_backend. Look at what changed for route /reports/:id.",
  };
}

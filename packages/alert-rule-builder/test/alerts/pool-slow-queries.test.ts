import t from "tap";
import { poolSlowQueries } from "../../src/alerts/pool-slow-queries.ts";
import { assertPage, firstFirings, type PageText } from "../promtool.ts";
import { simulatePool } from "../simulated-pool.ts";
import { HEALTHY, HISTORY_SECONDS, ramp } from "../scenarios.ts";

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

t.test("holds that grow without queries in flight are not called slow queries", (t) => {
  const held = { ...slowdown, queryShare: (t: number) => (t < HISTORY_SECONDS ? 0.9 : 0.3) };
  t.same(Object.keys(firstFirings({ pools: [held], seconds })), ["PlimsollPoolPressure"]);
  t.end();
});

t.test("queries that become slower without making anyone wait page nobody", (t) => {
  const pool = { ...slowdown, demand: () => 20 };
  t.same(firstFirings({ pools: [pool], seconds }), {});
  t.end();
});

t.test(
  "queries that are slow in a service of five minutes are not called slower than usual",
  (t) => {
    const young = { ...slowdown, hold: ramp(0.05, 0.15, 300, 300) };
    t.same(Object.keys(firstFirings({ pools: [young], seconds: 600 })), ["PlimsollPoolPressure"]);
    t.end();
  },
);

t.test("the page gives hold growth, query share and the route that holds most", (t) => {
  const run = { pools: [{ ...slowdown, environment: "prod" }], seconds };
  const at = HISTORY_SECONDS + 185;
  t.doesNotThrow(() => assertPage(run, poolSlowQueries, at, textOfSlow()));
  t.doesNotThrow(() => assertPage(run, poolSlowQueries, at - 5));
  t.end();
});

function textOfSlow(): PageText {
  return {
    description:
      "Pool money of money (prod) holds each connection 2.0 times as long as usual, 101.6ms on average, and requests wait for one.",
    evidence:
      "A query is in flight in 90% of the held time, so the database is slow, not the app. Route that holds most connections: /reports/:id (9.833). Oldest query: 1s. Demand over its baseline: 1.0. Used: 9.833 of 10; queue: 57.92.",
    do_first:
      "Look at pg_stat_activity for the oldest active queries and what they wait for; cancel the worst with pg_cancel_backend. Look at what changed for route /reports/:id.",
  };
}

import t from "tap";
import { poolTooSmall } from "../../src/alerts/pool-too-small.ts";
import { assertPage, assertSamples, firstFirings, TICKET_GROUPS } from "../promtool.ts";
import { HEALTHY } from "../scenarios.ts";
import type { ScrapedPool } from "../scrape.ts";
import { erlangC } from "../simulated-pool.ts";

const HALF_A_DAY = 43_200;
const groups = TICKET_GROUPS.filter((name) => name !== "plimsoll-pool");
const rarely = { seconds: HALF_A_DAY + 600, scrapeSeconds: 30, evaluationSeconds: 120, groups };
const used = (share: number, limit = 10): ScrapedPool => ({
  ...HEALTHY,
  limit,
  demand: () => (limit * share) / 0.05,
});
const busy = (seconds: number): ScrapedPool => ({
  ...HEALTHY,
  demand: (t) => (t >= 7200 && t < 7200 + seconds ? 150 : 60),
});
const tickets = (pool: ScrapedPool) => firstFirings({ pools: [pool], ...rarely });

t.test("a pool of 10 at 70 % of its limit is too small, at 65 % it is not", (t) => {
  t.same(Object.keys(tickets(used(0.7))), ["PlimsollPoolTooSmall"]);
  t.same(tickets(used(0.65)), {});
  t.end();
});

t.test("an hour of the half day counts, twenty minutes do not", (t) => {
  t.same(Object.keys(tickets(busy(3600))), ["PlimsollPoolTooSmall"]);
  t.same(tickets(busy(1200)), {});
  t.end();
});

t.test("the safe use of each limit is where a fifth of the acquires wait", (t) => {
  const short = { seconds: 240, scrapeSeconds: 30, evaluationSeconds: 120, groups };
  for (const limit of [5, 10, 20, 50, 100]) {
    const safe = 1 - 1 / Math.sqrt(limit);
    const share = erlangC(limit * safe, limit).allBusy;
    t.ok(share > 0.16 && share < 0.25, `${limit}: ${share}`);
    const expected = { "{}": Number(safe.toFixed(3)) };
    const query = "round(sum(plimsoll:pool_safe_use:ratio), 0.001)";
    const run = { pools: [used(0.3, limit), { ...used(0.3, limit), instance: 2 }], ...short };
    t.doesNotThrow(() => assertSamples(run, query, 240, expected));
  }
  t.end();
});

t.test("a pool of one connection is safe up to a fifth of its use", (t) => {
  const run = { pools: [used(0.1, 1)], seconds: 240, scrapeSeconds: 30, groups };
  t.doesNotThrow(() => assertSamples(run, "sum(plimsoll:pool_safe_use:ratio)", 240, { "{}": 0.2 }));
  t.end();
});

t.test("the ticket gives the use of the busiest hour and the safe one", (t) => {
  const run = { pools: [{ ...used(0.7), environment: "prod" }], ...rarely };
  const text = {
    description:
      "Pool money of money (prod) used 70% of its limit in the busiest hour of the last day. From 68.38% on, every fifth acquire waits.",
    evidence:
      "Limit: 10 over 1 instances. Used: 7 of 10; queue: 0.5; oldest waiter: 0s; a query is in flight in 90% of the held time; route that holds most connections: /reports/:id (7). Demand: 1.0 times its baseline; hold: 1.0 times its baseline.",
    do_first: poolTooSmall.doFirst,
  };
  t.doesNotThrow(() => assertPage(run, poolTooSmall, HALF_A_DAY + 360, text));
  t.doesNotThrow(() => assertPage(run, poolTooSmall, HALF_A_DAY - 360));
  t.end();
});

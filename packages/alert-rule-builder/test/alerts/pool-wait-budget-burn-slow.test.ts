import { POOL_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { poolWaitBudgetBurnSlow } from "../../src/alerts/pool-wait-budget-burn-slow.ts";
import { assertPage, firstFirings, TICKET_GROUPS } from "../promtool.ts";
import { counter, HEALTHY } from "../scenarios.ts";
import type { ScrapedPool } from "../scrape.ts";

const rarely = { seconds: 5400, scrapeSeconds: 30, evaluationSeconds: 60, groups: TICKET_GROUPS };

/** 60 acquires a second, of which `share` wait for more than 50 ms from `from` until `until`. */
function waiting(share: number, from = 0, until = Infinity): ScrapedPool {
  const fast = counter(POOL_METRICS.waitTime, { le: "0.05" }, 60);
  const slow = counter(POOL_METRICS.waitTime, {}, 60 * share, from, until);
  return {
    ...HEALTHY,
    signals: [
      { ...fast, suffix: "_bucket", value: (t) => fast.value(t) - slow.value(t) },
      { ...counter(POOL_METRICS.waitTime, {}, 60), suffix: "_count" },
    ],
  };
}
const fires = (pool: ScrapedPool) => firstFirings({ pools: [pool], ...rarely });

t.test("4 % of the acquires that wait for over 50 ms are a ticket after an hour", (t) => {
  t.same(Object.keys(fires(waiting(0.04))), ["PlimsollPoolWaitBudgetBurnSlow"]);
  const { PlimsollPoolWaitBudgetBurnSlow: at = 0 } = fires(waiting(0.04));
  t.ok(at >= 3600 && at <= 3900, `${at} s`);
  t.end();
});

t.test("2.5 % are less than three times the budget and no ticket", (t) => {
  t.same(fires(waiting(0.025)), {});
  t.end();
});

t.test("a bad twenty minutes that are over are no ticket", (t) => {
  t.same(fires(waiting(0.08, 600, 1800)), {});
  t.end();
});

t.test("acquires that time out count, although no histogram has them", (t) => {
  const pool = { ...waiting(0), hold: () => 0.2, demand: () => 60 };
  t.ok("PlimsollPoolWaitBudgetBurnSlow" in fires(pool));
  t.end();
});

t.test("a pool that is asked once in ten seconds is no ticket", (t) => {
  const rare = { ...waiting(0.04), demand: () => 0.1 };
  t.same(fires(rare), {});
  t.end();
});

t.test("the same holds for what comes through OTLP, where the name ends in its unit", (t) => {
  const pushed = { pools: [waiting(0.04)], ...rarely, dialect: "otlp" } as const;
  t.same(Object.keys(firstFirings(pushed)), ["PlimsollPoolWaitBudgetBurnSlow"]);
  t.end();
});

t.test("the ticket gives the share of slow waits", (t) => {
  const run = { pools: [{ ...waiting(0.04), environment: "prod" }], ...rarely };
  const text = {
    description:
      "Pool money of money (prod) made 3.831% of its acquires wait for over 50 ms in the last six hours.",
    evidence:
      "Used: 3 of 10; queue: 0.0; oldest waiter: 0s; a query is in flight in 90% of the held time; route that holds most connections: /reports/:id (3). Demand: 1.0 times its baseline; hold: 1.0 times its baseline. Safe mean use for this limit: 68.38%.",
    do_first: poolWaitBudgetBurnSlow.doFirst,
  };
  t.doesNotThrow(() => assertPage(run, poolWaitBudgetBurnSlow, 4200, text));
  t.doesNotThrow(() => assertPage(run, poolWaitBudgetBurnSlow, 3540));
  t.end();
});

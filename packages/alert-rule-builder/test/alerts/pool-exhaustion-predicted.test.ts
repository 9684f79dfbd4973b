import t from "tap";
import { poolExhaustionPredicted } from "../../src/alerts/pool-exhaustion-predicted.ts";
import { assertPage, firstFirings } from "../promtool.ts";
import { HEALTHY, leakEvery, ramp } from "../scenarios.ts";

// 200/s of 50 ms fill the pool of 10; the ramp begins when there is no baseline yet.
const young = { ...HEALTHY, demand: ramp(100, 250, 400, 600) };
const FULL = 800;

t.test("a surge on a service without history pages before the pool is full", (t) => {
  t.same(firstFirings({ pools: [young], seconds: 720 }), {
    PlimsollPoolExhaustionPredicted: FULL - 135,
  });
  t.end();
});

t.test("a rise that levels off at 65 % of the limit pages nobody", (t) => {
  const demand = (t: number) => Math.min(young.demand(t), 130);
  t.same(firstFirings({ pools: [{ ...young, demand }], seconds: 900 }), {});
  t.end();
});

t.test("a rise that would take ten minutes to fill the pool pages nobody yet", (t) => {
  const slow = { ...HEALTHY, demand: ramp(150, 190, 100, 1200) };
  t.same(firstFirings({ pools: [slow], seconds: 700 }), {});
  t.end();
});

t.test("a jump from 30 to 75 % of the limit is no line and pages nobody", (t) => {
  const pool = { ...HEALTHY, demand: (t: number) => (t < 500 ? 60 : 150) };
  t.same(firstFirings({ pools: [pool], seconds: 800 }), {});
  t.end();
});

// One of ten is lost every 150 s, with a query in flight, so it is no leak suspect: with 3 more in use the pool is full after 1050 s.
const LOST_SINCE = 1200;
const lost = {
  ...HEALTHY,
  hasNoSuspects: true,
  leaked: leakEvery(150, LOST_SINCE),
};
const swinging = (t: number): number => 60 + 20 * Math.sin(t / 15);
const coarse = { seconds: LOST_SINCE + 1100, scrapeSeconds: 15, evaluationSeconds: 15 };

t.test("connections that do not come back page minutes before the last is gone", (t) => {
  const pages = firstFirings({ pools: [lost], ...coarse });
  t.same(Object.keys(pages)[0], "PlimsollPoolExhaustionPredicted");
  // Without the floor, holds of the application would be named 195 s before.
  t.equal(LOST_SINCE + 1050 - (pages["PlimsollPoolExhaustionPredicted"] ?? 0), 270);
  t.end();
});

t.test("the page gives the time that is left until the floor fills the pool", (t) => {
  const run = { pools: [{ ...lost, environment: "prod" }], ...coarse };
  const text = {
    description:
      "Pool money of money (prod) will have no free connection in about 5m 40s if its use goes on rising as it does now.",
    evidence:
      "Used: 8.517 of 10; queue: 1.0; oldest waiter: 0s; a query is in flight in 31.7% of the held time; route that holds most connections: /transfers (5.517). Lowest use in two minutes: 80% of the limit. Demand: 1.0 times its baseline; hold: 2.7 times its baseline.",
    do_first: poolExhaustionPredicted.doFirst,
  };
  t.doesNotThrow(() => assertPage(run, poolExhaustionPredicted, LOST_SINCE + 780, text));
  t.end();
});

t.test("they do so when the demand swings by a third all the time", (t) => {
  const pages = firstFirings({ pools: [{ ...lost, demand: swinging }], ...coarse });
  // And here 105 s before.
  t.equal(LOST_SINCE + 1050 - (pages["PlimsollPoolExhaustionPredicted"] ?? 0), 255);
  t.end();
});

t.test("three connections that stay out for long page nobody", (t) => {
  const three = { ...lost, leaked: (t: number) => Math.min(lost.leaked(t), 3) };
  t.same(firstFirings({ pools: [three], ...coarse }), {});
  t.end();
});

t.test("a morning that takes the pool from 20 to 68 % in an hour pages nobody", (t) => {
  const morning = ramp(40, 136, 600, 3600);
  const demand = (t: number) => Math.min(morning(t), 136);
  const run = { scrapeSeconds: 15, evaluationSeconds: 15, seconds: 5400 };
  t.same(firstFirings({ pools: [{ ...HEALTHY, demand }], ...run }), {});
  t.end();
});

t.test("the page gives the time that is left", (t) => {
  const run = { pools: [{ ...young, environment: "prod" }], seconds: 720 };
  const text = {
    description:
      "Pool money of money (prod) will have no free connection in about 2m 44s if its use goes on rising as it does now.",
    evidence:
      "Used: 7.944 of 10; queue: 1.6; oldest waiter: 0s; a query is in flight in 90% of the held time; route that holds most connections: /reports/:id (7.944). Lowest use in two minutes: 64.44% of the limit. Demand: no baseline yet; hold: no baseline yet.",
    do_first: poolExhaustionPredicted.doFirst,
  };
  t.doesNotThrow(() => assertPage(run, poolExhaustionPredicted, FULL - 135, text));
  t.doesNotThrow(() => assertPage(run, poolExhaustionPredicted, FULL - 140));
  t.end();
});

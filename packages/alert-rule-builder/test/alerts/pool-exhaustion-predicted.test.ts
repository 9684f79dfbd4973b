import t from "tap";
import { poolExhaustionPredicted } from "../../src/alerts/pool-exhaustion-predicted.ts";
import { assertPage, firstFirings } from "../promtool.ts";
import { HEALTHY, ramp } from "../scenarios.ts";

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

t.test("the page gives the time that is left", (t) => {
  const run = { pools: [{ ...young, environment: "prod" }], seconds: 720 };
  const text = {
    description:
      "Pool money of money (prod) will have no free connection in about 2m 44s if its use goes on rising as in the last two minutes.",
    evidence:
      "Used: 7.944 of 10; queue: 1.6; oldest waiter: 0s; a query is in flight in 90% of the held time; route that holds most connections: /reports/:id (7.944). Demand: no baseline yet; hold: no baseline yet.",
    do_first: poolExhaustionPredicted.doFirst,
  };
  t.doesNotThrow(() => assertPage(run, poolExhaustionPredicted, FULL - 135, text));
  t.doesNotThrow(() => assertPage(run, poolExhaustionPredicted, FULL - 140));
  t.end();
});

import t from "tap";
import { poolTrafficSurge } from "../../src/alerts/pool-traffic-surge.ts";
import { assertPage, firstFirings, type PageText } from "../promtool.ts";
import { during, HEALTHY, HISTORY_SECONDS, ramp, verdict } from "../scenarios.ts";

// 200/s of 50 ms fill the pool of 10: the ramp from 100/s to 250/s gets there after 400 s.
const surge = { ...HEALTHY, demand: ramp(100, 250, HISTORY_SECONDS, 600) };
const FULL = HISTORY_SECONDS + 400;
const seconds = HISTORY_SECONDS + 600;

t.test("a ten-minute ramp pages more than two minutes before the pool is full", (t) => {
  const pages = firstFirings({ pools: [surge], seconds });
  t.same(Object.keys(pages), ["PlimsollPoolTrafficSurge"]);
  t.equal(FULL - (pages["PlimsollPoolTrafficSurge"] ?? FULL), 135);
  t.end();
});

t.test("a ramp pages within 15 s of that when scrape and evaluation are 15 s apart", (t) => {
  const run = { pools: [surge], seconds, scrapeSeconds: 15, evaluationSeconds: 15 };
  const coarse = firstFirings(run);
  t.same(Object.keys(coarse), ["PlimsollPoolTrafficSurge"]);
  const later = (coarse["PlimsollPoolTrafficSurge"] ?? 0) - (FULL - 135);
  t.ok(Math.abs(later) <= 15, `${later} s later`);
  t.end();
});

t.test("a step to three times the demand pages 35 s after it", (t) => {
  const step = { ...HEALTHY, demand: (t: number) => (t < HISTORY_SECONDS ? 100 : 300) };
  t.same(firstFirings({ pools: [step], seconds }), {
    PlimsollPoolTrafficSurge: HISTORY_SECONDS + 35,
  });
  t.end();
});

t.test("demand that doubles within what the pool can serve pages nobody", (t) => {
  const pool = { ...HEALTHY, demand: ramp(60, 130, HISTORY_SECONDS, 1800) };
  const morning = { ...pool, demand: (t: number) => Math.min(pool.demand(t), 130) };
  const run = { seconds: HISTORY_SECONDS + 2700, scrapeSeconds: 15, evaluationSeconds: 15 };
  t.same(firstFirings({ ...run, pools: [morning] }), {});
  t.end();
});

t.test("bursts of 10 and 20 s page nobody", (t) => {
  for (const length of [10, 20]) {
    const demand = (t: number) => (t >= 400 && t < 400 + length ? 400 : 60);
    t.same(firstFirings({ pools: [{ ...HEALTHY, demand }], seconds: 700 }), {});
  }
  t.end();
});

// 200/s are granted; the process names demand from the start.
const namedBurst = (perSecond: number, length: number, phase: number) =>
  firstFirings({
    pools: [
      {
        ...HEALTHY,
        demand: during(400 + phase, 400 + phase + length, perSecond, 60),
        signals: [verdict("demand", 400, 430 + length)],
      },
    ],
    seconds: 600,
  });

t.test("a named burst of 20 s whose waiters stay below half of their timeout pages nobody", (t) => {
  // 220/s leave 20 more waiters each second: after 20 s the oldest has waited for 2 s.
  for (const phase of [0, 1, 2, 3, 4]) t.same(namedBurst(220, 20, phase), {}, `${phase} s`);
  t.end();
});

t.test("a named burst of 40 s in which users wait for seconds pages before it ends", (t) => {
  for (const phase of [0, 1, 2, 3, 4]) {
    const pages = namedBurst(300, 40, phase);
    t.same(Object.keys(pages), ["PlimsollPoolTrafficSurge"], `${phase} s`);
    const at = (pages["PlimsollPoolTrafficSurge"] ?? 0) - 400 - phase;
    t.ok(at <= 24, `${at} s after it began`);
  }
  t.end();
});

t.test("the process's verdict names demand where there is no baseline", (t) => {
  const demand = during(100, Infinity, 300, 60);
  const pool = { ...HEALTHY, demand, signals: [verdict("demand", 110)] };
  t.same(firstFirings({ pools: [pool], seconds: 180 }), { PlimsollPoolTrafficSurge: 120 });
  t.same(
    firstFirings({ pools: [{ ...HEALTHY, signals: [verdict("demand", 50)] }], seconds: 180 }),
    {},
  );
  t.end();
});

t.test("the page gives demand, its growth and that holds have not grown", (t) => {
  const run = { pools: [{ ...surge, environment: "prod" }], seconds };
  const at = FULL - 135;
  t.doesNotThrow(() => assertPage(run, poolTrafficSurge, at, textOfSurge()));
  t.end();
});

function textOfSurge(): PageText {
  return {
    description:
      "Pool money of money (prod) is asked for 158.9 connections per second (1.6 times its baseline), and runs out or is forecast to within 5 minutes.",
    evidence:
      "Hold: 1.0 times its baseline, less than the demand grew. Used: 7.944 of 10; queue: 1.586; mean wait: 9.983ms. Route that holds most connections: /reports/:id (7.944).",
    do_first:
      "Find out whether the traffic is wanted (campaign, retries, crawler) and shed or limit what is not, first on route /reports/:id. Then give the pool more room, within the database's connection budget.",
  };
}

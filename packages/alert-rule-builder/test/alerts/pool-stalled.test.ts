import t from "tap";
import { poolStalled } from "../../src/alerts/pool-stalled.ts";
import { assertPage, assertSamples, firstFirings } from "../promtool.ts";
import { during, HEALTHY, HISTORY_SECONDS, instances, leakEvery } from "../scenarios.ts";

const STALL = 120;
const never = Number.POSITIVE_INFINITY;
const standsStill = (t: number): number => (t < STALL ? 0.05 : never);
// 50 callers wait for ever: nothing is granted, nothing ends, and nothing new is started.
const forEver = { ...HEALTHY, acquireTimeoutSeconds: 0, callers: 50, hold: standsStill };

t.test("a total stall without an acquire timeout pages 20 s after it began", (t) => {
  t.same(firstFirings({ pools: [forEver], seconds: 300 }), { PlimsollPoolStalled: STALL + 20 });
  t.end();
});

t.test("a total stall still pages when no rate of requests is left", (t) => {
  const run = { pools: [forEver], seconds: 400 };
  const pool = `{pool="money",service="money"}`;
  const started = "plimsoll:pool_requests_started:rate1m";
  const granted = "plimsoll:pool_requests_granted:rate1m";
  t.doesNotThrow(() => assertSamples(run, started, 400, { [started + pool]: 0 }));
  t.doesNotThrow(() => assertSamples(run, granted, 400, { [granted + pool]: 0 }));
  const page = 'count(ALERTS{alertname="PlimsollPoolStalled",alertstate="firing"})';
  t.doesNotThrow(() => assertSamples(run, page, 400, { "{}": 1 }));
  t.end();
});

t.test("a total stall with an acquire timeout of 5 s pages at the same time", (t) => {
  const pool = { ...HEALTHY, hold: standsStill };
  t.same(firstFirings({ pools: [pool], seconds: 300 }), { PlimsollPoolStalled: STALL + 20 });
  t.end();
});

t.test("a stall scraped every 15 s pages 30 s after it began", (t) => {
  for (const evaluationSeconds of [5, 15]) {
    const run = { pools: [forEver], seconds: 300, scrapeSeconds: 15, evaluationSeconds };
    t.same(firstFirings(run), { PlimsollPoolStalled: STALL + 30 });
  }
  t.end();
});

t.test("a stall after a long calm is not renamed to slow queries", (t) => {
  const hold = during(HISTORY_SECONDS, never, never, 0.05);
  const pools = [{ ...HEALTHY, hold }];
  t.same(Object.keys(firstFirings({ pools, seconds: HISTORY_SECONDS + 600 })), [
    "PlimsollPoolStalled",
  ]);
  t.end();
});

t.test("a stall of 12 s heals before it pages", (t) => {
  const pool = { ...HEALTHY, hold: during(STALL, STALL + 12, never, 0.05) };
  t.same(firstFirings({ pools: [pool], seconds: 400 }), {});
  t.end();
});

t.test("zero traffic is no stall", (t) => {
  t.same(firstFirings({ pools: [{ ...HEALTHY, demand: () => 0 }], seconds: 400 }), {});
  t.end();
});

t.test("one stalled instance of ten pages nobody, one of nine does", (t) => {
  const ten = instances(10, HEALTHY, { hold: standsStill });
  t.same(firstFirings({ pools: ten, seconds: 300 }), {});
  const nine = firstFirings({ pools: ten.slice(0, 9), seconds: 300 });
  t.same(nine, { PlimsollPoolStalled: STALL + 20 });
  t.end();
});

t.test("a cold start that takes 15 s to connect pages nobody", (t) => {
  const pool = { ...HEALTHY, hold: (t: number) => (t < 15 ? never : 0.05) };
  t.same(firstFirings({ pools: [pool], seconds: 300 }), {});
  t.end();
});

t.test("a pool that a leak has emptied pages as a leak", (t) => {
  const pool = { ...HEALTHY, leaked: leakEvery(5, 60) };
  t.same(Object.keys(firstFirings({ pools: [pool], seconds: 400 })), ["PlimsollPoolLeak"]);
  t.end();
});

t.test("the page tells whether the database or the app holds the connections", (t) => {
  const run = { pools: [{ ...forEver, environment: "prod" }], seconds: 300 };
  const text = {
    description:
      "Pool money of money (prod) grants next to nothing while requests wait; the oldest has waited for 20s. Users see hanging requests or errors.",
    evidence:
      "Mean queue: 17.5; started: 39/s; granted: 39/s (1 min means); used: 5.45 of 10. A query is in flight in 90% of the held time: near 100% the database does not answer, near 0% the app holds the connections; with nothing used, none can be opened. Route that holds most connections: /reports/:id (5.45).",
    do_first: poolStalled.doFirst,
  };
  t.doesNotThrow(() => assertPage(run, poolStalled, STALL + 20, text));
  t.doesNotThrow(() => assertPage(run, poolStalled, STALL + 15));
  t.end();
});

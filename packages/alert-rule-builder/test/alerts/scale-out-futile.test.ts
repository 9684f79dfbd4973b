import t from "tap";
import { scaleOutFutile } from "../../src/alerts/scale-out-futile.ts";
import { assertPage, firstFirings, POOL_GROUPS, SERVER_GROUPS } from "../promtool.ts";
import { HEALTHY, instances } from "../scenarios.ts";
import type { ScrapedPool } from "../scrape.ts";

const SLOW = 300;
const SCALED = 600;
const groups = [...POOL_GROUPS, ...SERVER_GROUPS.filter((name) => !POOL_GROUPS.includes(name))];
const rarely = { seconds: 960, scrapeSeconds: 15, evaluationSeconds: 15, groups };

/** The database gives 40 grants a second whatever the number of instances, so `count` of them get their part each. */
const share = (t: number) => 40 / (t < SCALED ? 4 : 8);
const short: ScrapedPool = {
  ...HEALTHY,
  demand: (t) => (t < SLOW ? 5 : 60),
  hold: (t) => (t < SLOW ? 0.05 : 10 / share(t)),
};
const scaledOut = (pool: ScrapedPool, to = 8) =>
  instances(to, pool).map((each, index) => ({ ...each, ...(index >= 4 && { from: SCALED }) }));
const isFutile = (pools: readonly ScrapedPool[]) =>
  "PlimsollScaleOutFutile" in firstFirings({ pools, ...rarely });

t.test("twice the instances that get no more done page two minutes after they are up", (t) => {
  const pages = firstFirings({ pools: scaledOut(short), ...rarely });
  t.equal(pages["PlimsollScaleOutFutile"], SCALED + 120);
  t.end();
});

t.test("a scale-out that gets more done, or ends the pressure, is not futile", (t) => {
  const helps = { ...short, hold: (t: number) => (t < SLOW ? 0.05 : 1) };
  t.notOk(isFutile(scaledOut(helps)));
  const calm = { ...HEALTHY, demand: (t: number) => (t < SCALED ? 100 : 50) };
  t.notOk(isFutile(scaledOut(calm)));
  t.end();
});

t.test("a pool that is short and is not scaled out is not called futile", (t) => {
  t.notOk(isFutile(instances(4, short)));
  t.end();
});

t.test("a quarter more instances count as a scale-out, less does not", (t) => {
  t.ok(isFutile(scaledOut(short, 5)));
  const five = instances(6, short).map((each, index) => ({
    ...each,
    ...(index >= 5 && { from: SCALED }),
  }));
  t.notOk(isFutile(five));
  t.end();
});

t.test("the page says how many instances there are and what they grant", (t) => {
  const pools = scaledOut(short).map((pool) => ({ ...pool, environment: "prod" }));
  const text = {
    description:
      "Pool money of money (prod) now has 8 instances, 2.0 times as many as four minutes ago, but grants no more connections than before (40/s) and still makes requests wait.",
    evidence:
      "Used: 80 of 80; queue: 2400.0; oldest waiter: 5s; a query is in flight in 90% of the held time; route that holds most connections: /reports/:id (80). Demand: no baseline yet; hold: no baseline yet.",
    do_first: scaleOutFutile.doFirst,
  };
  t.doesNotThrow(() => assertPage({ pools, ...rarely }, scaleOutFutile, SCALED + 120, text));
  t.doesNotThrow(() => assertPage({ pools, ...rarely }, scaleOutFutile, SCALED + 105));
  t.end();
});

import { POOL_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { poolTooLarge } from "../../src/alerts/pool-too-large.ts";
import { assertPage, firstFirings, TICKET_GROUPS } from "../promtool.ts";
import { gauge, HEALTHY } from "../scenarios.ts";
import type { ScrapedPool } from "../scrape.ts";

const DAY = 86_400;
// Only gauges of the last minute are read, so a sample an hour is enough.
const groups = TICKET_GROUPS.filter((name) => name !== "plimsoll-pool");
const rarely = { seconds: 7 * DAY, scrapeSeconds: 3600, evaluationSeconds: 3600, groups };
const peaks = (limit: number, peak: (t: number) => number): ScrapedPool => ({
  ...HEALTHY,
  limit,
  demand: () => 0,
  signals: [gauge(POOL_METRICS.peak, { of: "used" }, peak)],
});
const tickets = (pool: ScrapedPool) => firstFirings({ pools: [pool], ...rarely });

t.test("a pool of 50 that never had 10 in use is a ticket after six days", (t) => {
  t.same(tickets(peaks(50, () => 9)), { PlimsollPoolTooLarge: 6 * DAY });
  t.end();
});

t.test("a peak of a fifth of the limit once a week is none", (t) => {
  t.same(tickets(peaks(50, (t) => (t === 2 * DAY ? 10 : 1))), {});
  t.end();
});

t.test("a pool of 5 has nothing to give back, one of 6 has", (t) => {
  t.same(tickets(peaks(5, () => 0)), {});
  t.same(Object.keys(tickets(peaks(6, () => 1))), ["PlimsollPoolTooLarge"]);
  t.end();
});

t.test("the ticket gives the peak", (t) => {
  const run = { pools: [{ ...peaks(50, () => 9), environment: "prod" }], ...rarely };
  const text = {
    description:
      "Pool money of money (prod) never used more than 18% of an instance's limit in the last week.",
    evidence: "Limit: 50 over 1 instances.",
    do_first: poolTooLarge.doFirst,
  };
  t.doesNotThrow(() => assertPage(run, poolTooLarge, 6 * DAY, text));
  t.doesNotThrow(() => assertPage(run, poolTooLarge, 6 * DAY - 3600));
  t.end();
});

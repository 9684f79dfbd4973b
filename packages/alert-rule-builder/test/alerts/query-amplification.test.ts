import { UPSTREAM_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { queryAmplification } from "../../src/alerts/query-amplification.ts";
import { assertPage, firstFirings } from "../promtool.ts";
import { counter, HEALTHY, HISTORY_SECONDS } from "../scenarios.ts";
import type { ScrapedPool } from "../scrape.ts";

const groups = ["plimsoll-pool-load", "plimsoll-service", "plimsoll-pool-tickets"];
const rarely = { seconds: 2700, scrapeSeconds: 30, evaluationSeconds: 30, groups };
const requests = (perSecond: number, value = (t: number) => perSecond * t) =>
  ["1", "+Inf"].map((le) => ({
    ...counter(UPSTREAM_METRICS.httpServerRequestDuration, { le }, perSecond),
    suffix: "_bucket",
    value,
  }));
/** 20 requests a second of two acquires each; from the end of the history on, of `acquires`. */
const served = (acquires: number, until = Infinity): ScrapedPool => ({
  ...HEALTHY,
  demand: (t) => 20 * (t >= HISTORY_SECONDS && t < until ? acquires : 2),
  signals: requests(20),
});
const surging = (t: number) => 20 * t + 30 * Math.max(0, t - HISTORY_SECONDS);
const tickets = (pool: ScrapedPool) => firstFirings({ pools: [pool], ...rarely });

t.test("five acquires per request in place of two are a ticket after five minutes", (t) => {
  const { PlimsollQueryAmplification: at = Infinity } = tickets(served(5));
  t.ok(at - HISTORY_SECONDS >= 300 && at - HISTORY_SECONDS <= 390, `${at - HISTORY_SECONDS} s`);
  t.end();
});

t.test("twice as many are none, nor is a cache that is cold for three minutes", (t) => {
  t.same(tickets(served(4)), {});
  t.same(tickets(served(6, HISTORY_SECONDS + 180)), {});
  t.end();
});

t.test("a surge has more requests as well and is none", (t) => {
  const pool = { ...served(5), signals: requests(20, surging) };
  t.same(tickets(pool), {});
  t.end();
});

t.test("a service that answers one request in ten seconds is none", (t) => {
  const rare = { ...served(5), signals: requests(0.1) };
  t.same(tickets(rare), {});
  t.end();
});

t.test("the ticket gives acquires per request", (t) => {
  const run = { pools: [{ ...served(5), environment: "prod" }], ...rarely };
  const text = {
    description:
      "Pool money of money (prod) is asked for 5 connections by each HTTP request, at least 2.5 times as many as usual.",
    evidence:
      "HTTP requests of the service: 20/s. Demand: 2.5 times its baseline; hold: 1.0 times its baseline. Route that holds most connections: /reports/:id (5).",
    do_first: queryAmplification.doFirst,
  };
  t.doesNotThrow(() => assertPage(run, queryAmplification, HISTORY_SECONDS + 420, text));
  t.doesNotThrow(() => assertPage(run, queryAmplification, HISTORY_SECONDS + 240));
  t.end();
});

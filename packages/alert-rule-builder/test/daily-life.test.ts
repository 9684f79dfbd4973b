import { POOL_METRICS, SERVER_METRICS, UPSTREAM_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { GROUPS } from "../src/groups.ts";
import { firstFirings, type Run } from "./promtool.ts";
import { counter, during, gauge, HEALTHY, instances, verdict } from "./scenarios.ts";
import type { ScrapedPool, Signal } from "./scrape.ts";

// Every rule, pages and tickets alike, over what happens every day and is no incident.
const loadFirst = ["plimsoll-pool-load", "plimsoll-service"];
const groups = [...new Set([...loadFirst, ...GROUPS.map(({ name }) => name)])];
const every15 = { scrapeSeconds: 15, evaluationSeconds: 15, groups };

/** What a healthy process says beside its load: all is well. */
const CALM: readonly Signal[] = [
  verdict("leak", Infinity),
  counter(POOL_METRICS.connectFailures, { error_type: "ECONNREFUSED" }, 0),
  counter(POOL_METRICS.nestedAcquires, {}, 0),
  counter(POOL_METRICS.openTransactions, {}, 0),
  gauge(POOL_METRICS.configFindings, { rule: "no_error_listener", severity: "warning" }, () => 0),
  gauge(SERVER_METRICS.usableConnections, {}, () => 97),
  gauge(SERVER_METRICS.probeSuccess, {}, () => 1),
  gauge(SERVER_METRICS.connections, { state: "idle", application: "money" }, () => 40),
  ...["1", "+Inf"].map((le) => ({
    ...counter(UPSTREAM_METRICS.httpServerRequestDuration, { le }, 30),
    suffix: "_bucket",
  })),
];
const busy: ScrapedPool = { ...HEALTHY, demand: () => 120, signals: CALM };
const fleet = (count: number) => instances(count, busy);
const up = (pools: readonly ScrapedPool[]): Run["others"] =>
  pools.map(({ instance = 1, from = 0, until = Infinity }) => ({
    series: `up{job="apps",instance="127.0.0.1:${9463 + instance}"}`,
    value: (t) => (t >= from && t < until ? 1 : "stale"),
  }));
const total = (t: number) => (t < 300 ? 200 : t < 900 ? 700 : 200);
const alive = (t: number) => (t < 300 ? 2 : t < 960 ? 6 : 2);
const fired = (pools: readonly ScrapedPool[], seconds: number) =>
  firstFirings({ pools, seconds, others: up(pools) ?? [], ...every15 });

t.test("a rolling restart of four instances alerts nobody", (t) => {
  const old = fleet(4).map((pool, index) => ({ ...pool, until: 300 + index * 30 }));
  const replacements = fleet(8)
    .slice(4)
    .map((pool, index) => ({ ...pool, from: 300 + index * 30 }));
  t.same(fired([...old, ...replacements], 900), {});
  t.end();
});

t.test("a cold start, at which the first requests wait for 10 s, alerts nobody", (t) => {
  const cold = { ...busy, from: 300, hold: during(300, 310, Infinity, 0.05) };
  t.same(fired([cold], 700), {});
  t.end();
});

t.test("a scrape gap of two minutes over every instance alerts nobody", (t) => {
  const pools = fleet(2).map((pool) => ({
    ...pool,
    isMissed: (t: number) => t >= 300 && t < 405,
  }));
  t.same(fired(pools, 700), {});
  t.end();
});

t.test("counters that begin again at 0 alert nobody", (t) => {
  t.same(fired([{ ...busy, resetAt: 300 }], 600), {});
  t.end();
});

t.test("one slow instance of twelve alerts nobody", (t) => {
  const slow = { hold: during(300, Infinity, 0.2, 0.05), signals: [...CALM] };
  const pools = instances(12, { ...busy, demand: () => 60 }, slow);
  t.same(fired(pools, 480), {});
  t.end();
});

t.test("a nightly batch that holds a client with queries for ten minutes alerts nobody", (t) => {
  const batch = {
    ...busy,
    pool: "batch",
    limit: 2,
    demand: (t: number) => (t >= 300 && t < 301 ? 1 : 0),
    hold: () => 600,
    queryShare: () => 1,
  };
  t.same(fired([busy, batch], 1200), {});
  t.end();
});

t.test("one request a minute alerts nobody", (t) => {
  const rare = { ...busy, demand: () => 1 / 60, hold: () => 2 };
  t.same(fired([rare], 900), {});
  t.end();
});

t.test("autoscaling from two instances to six and back alerts nobody", (t) => {
  const pools = fleet(6).map((pool, index) => ({
    ...pool,
    demand: (t: number) => total(t) / alive(t),
    ...(index >= 2 && { from: 300, until: 960 }),
  }));
  t.same(fired(pools, 1400), {});
  t.end();
});

t.test("the same fleet with a leak, or on a full server, does alert", (t) => {
  const leaking = { ...busy, leaked: (t: number) => (t < 300 ? 0 : 3) };
  t.same(Object.keys(fired([leaking], 480)), ["PlimsollPoolLeak"]);
  const signals = CALM.map((signal) =>
    signal.metric === SERVER_METRICS.connections ? { ...signal, value: () => 90 } : signal,
  );
  t.same(Object.keys(fired([{ ...busy, signals }], 480)), ["PlimsollServerConnectionsHigh"]);
  t.end();
});

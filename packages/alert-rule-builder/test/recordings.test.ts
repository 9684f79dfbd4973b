import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { POOL_METRICS, QUERY_METRICS, SERVER_METRICS, UPSTREAM_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { GROUPS } from "../src/groups.ts";
import { RECORDED } from "../src/recorded.ts";
import { rulesToJudge, samples, type Run } from "./promtool.ts";
import { counter, during, gauge, HEALTHY, ramp, verdict } from "./scenarios.ts";
import type { ScrapedPool, Signal } from "./scrape.ts";

const GOLDEN = join(import.meta.dirname, "../../test/golden/recordings.txt");
const LOAD_FIRST = ["plimsoll-pool-load", "plimsoll-service"];
const groups = [...new Set([...LOAD_FIRST, ...GROUPS.map(({ name }) => name)])];

const bucket = (metric: Signal["metric"], labels: Signal["labels"], rate: number): Signal => ({
  ...counter(metric, labels ?? {}, rate),
  suffix: "_bucket",
});
const http = (status: string, le: string, rate: number): Signal =>
  bucket(
    UPSTREAM_METRICS.httpServerRequestDuration,
    { http_route: "/transfers", http_response_status_code: status, le },
    rate,
  );
const QUERY = { db_query_summary: "SELECT accounts" };
const ofServer: readonly Signal[] = [
  gauge(SERVER_METRICS.usableConnections, {}, () => 97),
  gauge(SERVER_METRICS.probeSuccess, {}, () => 1),
  gauge(SERVER_METRICS.maxConnections, {}, () => 100),
  gauge(SERVER_METRICS.lockWaiters, {}, (t) => (t < 1800 ? 0 : 3)),
  gauge(SERVER_METRICS.oldestTransactionSeconds, {}, () => 8),
  gauge(SERVER_METRICS.probeSeconds, {}, () => 0.004),
  gauge(SERVER_METRICS.inRecovery, {}, () => 0),
  gauge(SERVER_METRICS.replicationLagSeconds, {}, () => 12),
  gauge(SERVER_METRICS.connections, { state: "idle", application: "money" }, () => 30),
  gauge(SERVER_METRICS.connections, { state: "active", application: "billing" }, () => 11),
];
const ofPool: readonly Signal[] = [
  verdict("slow_query", 1700),
  counter(POOL_METRICS.nestedAcquires, {}, 0.3),
  counter(POOL_METRICS.openTransactions, {}, 0.02),
  counter(POOL_METRICS.connectFailures, { error_type: "53300" }, 0.1, 1700),
  counter(POOL_METRICS.connectFailures, { error_type: "ECONNREFUSED" }, 0.2, 1800),
  gauge(POOL_METRICS.peak, { of: "used" }, () => 7),
  gauge(POOL_METRICS.peak, { of: "pending" }, () => 9),
  gauge(POOL_METRICS.configFindings, { rule: "no_error_listener", severity: "warning" }, () => 1),
  bucket(POOL_METRICS.waitTime, { le: "0.05" }, 50),
  bucket(POOL_METRICS.waitTime, { le: "+Inf" }, 55),
  bucket(POOL_METRICS.useTime, { le: "0.1" }, 50),
  bucket(POOL_METRICS.useTime, { le: "+Inf" }, 50),
  { ...counter(POOL_METRICS.waitTime, {}, 55), suffix: "_count" },
  bucket(POOL_METRICS.createTime, { le: "0.01" }, 0.2),
  bucket(POOL_METRICS.createTime, { le: "+Inf" }, 0.3),
  counter(POOL_METRICS.connectionsClosed, { reason: "idle" }, 0.05),
  counter(POOL_METRICS.connectionsClosed, { reason: "error" }, 0.1, 1900),
  counter(POOL_METRICS.shedRequests, {}, 2, 1900),
  counter(POOL_METRICS.nPlusOneSuspects, { http_route: "/statement" }, 0.5),
  bucket(QUERY_METRICS.operationDuration, { ...QUERY, le: "0.1" }, 40),
  bucket(QUERY_METRICS.operationDuration, { ...QUERY, le: "+Inf" }, 44),
  { ...counter(QUERY_METRICS.operationDuration, QUERY, 2.2), suffix: "_sum" },
  {
    ...counter(QUERY_METRICS.operationDuration, { ...QUERY, error_type: "25006" }, 1, 1800),
    suffix: "_count",
  },
];
const ofService = [
  http("200", "1", 20),
  http("200", "+Inf", 22),
  http("500", "1", 3),
  http("500", "+Inf", 4),
];

/** A fleet of three in which one thing or another is wrong in the last two minutes of half an hour. */
const fleet: readonly ScrapedPool[] = [
  { ...HEALTHY, signals: [...ofPool, ...ofServer, ...ofService] },
  {
    ...HEALTHY,
    instance: 2,
    limit: 20,
    acquireTimeoutSeconds: 0,
    callers: 600,
    hasNoSuspects: true,
    demand: during(1750, Infinity, 900, 60),
    hold: during(1850, Infinity, Infinity, 0.05),
    signals: [verdict("demand", 1900)],
  },
  {
    ...HEALTHY,
    instance: 3,
    leaked: (t) => (t < 1600 ? 0 : 2),
    queryShare: () => 0.5,
    until: 1980,
    signals: [counter(POOL_METRICS.connectFailures, { error_type: "53300" }, 0)],
  },
];
const connects = (type: string, perSecond = 0.2): Signal =>
  counter(POOL_METRICS.connectFailures, { error_type: type }, perSecond, 1700);
const opened = (perSecond: number) => (t: number) => perSecond * t;
const billing: ScrapedPool = { ...HEALTHY, service: "billing", limit: 30, until: 1600 };
/** Pools of one process each that stand near a threshold. */
const nearly: readonly ScrapedPool[] = [
  // The oldest waiter has waited for 1.5 s of the 5 that it may.
  { ...HEALTHY, pool: "late", callers: 300, demand: during(1750, Infinity, 400, 60) },
  // 2.3 s, which is not severe, and 2.7 s, which is.
  { ...HEALTHY, pool: "later", callers: 460, demand: during(1750, Infinity, 400, 60) },
  { ...HEALTHY, pool: "severe", callers: 540, demand: during(1750, Infinity, 400, 60) },
  // Half a grant a second: ten waiters are served in 20 s, which is no stall.
  {
    ...HEALTHY,
    pool: "crawling",
    acquireTimeoutSeconds: 0,
    callers: 10,
    demand: () => 2,
    hold: () => 20,
  },
  // The same with twenty waiters, who are served in 40 s: a stall.
  {
    ...HEALTHY,
    pool: "draining",
    acquireTimeoutSeconds: 0,
    callers: 20,
    demand: () => 2,
    hold: () => 20,
  },
  // A hundred wait, but each connection is granted every five seconds: an overload.
  {
    ...HEALTHY,
    pool: "busy",
    acquireTimeoutSeconds: 0,
    callers: 100,
    demand: () => 10,
    hold: () => 5,
  },
  // The same, after two scrapes that failed: nothing is known of its grants.
  {
    ...HEALTHY,
    pool: "gapped",
    acquireTimeoutSeconds: 0,
    callers: 100,
    demand: () => 10,
    hold: () => 5,
    isMissed: (t) => t > 1845 && t < 1890,
  },
  // 15 % of the limit stands still.
  { ...HEALTHY, pool: "partly stuck", limit: 3, hold: () => Infinity },
  { ...HEALTHY, pool: "partly stuck", limit: 17, instance: 2 },
  // Five waiters, and none was ever granted anything.
  {
    ...HEALTHY,
    pool: "newborn",
    acquireTimeoutSeconds: 0,
    callers: 5,
    demand: () => 5,
    hold: () => Infinity,
    hasNoOutcomes: true,
    signals: [connects("ECONNREFUSED"), connects("53300")],
  },
  { ...HEALTHY, pool: "refused", signals: [connects("53300"), connects("ECONNREFUSED", 0)] },
  {
    ...HEALTHY,
    pool: "mostly refused",
    created: opened(0.2),
    signals: [connects("53300", 0.3), connects("ECONNREFUSED", 0.1)],
  },
  { ...HEALTHY, pool: "failing", signals: [connects("ECONNREFUSED")] },
  ...["53300", "ECONNREFUSED"].flatMap((type) => [
    {
      ...HEALTHY,
      pool: `opens more than ${type}`,
      created: opened(0.3),
      signals: [connects(type)],
    },
    {
      ...HEALTHY,
      pool: `opens less than ${type}`,
      created: opened(0.1),
      signals: [connects(type)],
    },
    // 15 % of the limit.
    { ...HEALTHY, pool: `some ${type}`, limit: 3, signals: [connects(type)] },
    { ...HEALTHY, pool: `some ${type}`, limit: 17, instance: 2, signals: [connects(type, 0)] },
  ]),
  // One connection, lost, on a server that gives only one; and an acquire timeout of one second that is used up.
  {
    ...HEALTHY,
    pool: "single",
    limit: 1,
    leaked: () => 1,
    signals: [
      gauge(POOL_METRICS.peak, { of: "used" }, () => 1),
      gauge(SERVER_METRICS.usableConnections, { server_address: "10.0.0.7" }, () => 1),
    ],
  },
  {
    ...HEALTHY,
    pool: "hasty",
    acquireTimeoutSeconds: 1,
    demand: during(1750, Infinity, 400, 60),
    signals: [
      bucket(POOL_METRICS.waitTime, { le: "0.05" }, 50),
      { ...counter(POOL_METRICS.waitTime, {}, 55), suffix: "_count" },
    ],
  },
  // Full after 400 s.
  { ...HEALTHY, pool: "filling", demand: ramp(100, 250, 1700, 600) },
];
/** Scraped for the last time at 1890 s, in trouble and without a stale marker: how long is each reading believed? */
const silent: ScrapedPool = {
  ...HEALTHY,
  service: "silent",
  instance: 5,
  limit: 20,
  leaked: () => 3,
  callers: 400,
  demand: during(1750, Infinity, 800, 60),
  isMissed: (t) => t > 1890,
  signals: [...ofPool, ...ofServer, ...ofService].map((signal) => ({
    ...signal,
    labels: { ...signal.labels, server_address: "10.0.0.5" },
    value: (t: number) => (t > 1890 ? null : signal.value(t)),
  })),
};
/** Stands still, with waiters of two seconds at most, and is silent like the other. */
const stuck: ScrapedPool = {
  ...HEALTHY,
  service: "silent",
  instance: 5,
  pool: "stuck",
  acquireTimeoutSeconds: 2,
  hold: during(1843, Infinity, Infinity, 0.05),
  isMissed: (t) => t > 1890,
};
/** The whole again, as OTLP spells it, and silent later. */
const pushed: ScrapedPool = {
  ...silent,
  service: "pushed",
  instance: 6,
  dialect: "otlp",
};
/** Every request fails: none is good. */
const down: ScrapedPool = {
  ...HEALTHY,
  service: "down",
  instance: 7,
  signals: [http("500", "+Inf", 4)],
};
const up = (instance: number): NonNullable<Run["others"]>[number] => ({
  series: `up{job="apps",instance="127.0.0.1:${9463 + instance}"}`,
  value: () => 1,
});
const run: Run = {
  pools: [...fleet, ...nearly, { ...billing, instance: 4 }, silent, stuck, pushed, down],
  seconds: 2220,
  scrapeSeconds: 15,
  evaluationSeconds: 15,
  others: [1, 2, 3, 4].map(up),
  groups,
};
const TIMES = [600, 1815, 1845, 1890, 1905, 1920, 1935, 1965, 1995, 2010, 2055, 2100, 2220];

/** A mutant comes with only those rules that its change can reach. */
const judged = new Set(
  rulesToJudge().flatMap(({ rules }) =>
    rules.flatMap((rule) => ("record" in rule ? rule.record : [])),
  ),
);

function golden(): readonly string[] {
  return readFileSync(GOLDEN, "utf8").split("\n");
}

function isJudged(line: string): boolean {
  return judged.has(/ (.+?)\{/.exec(line)?.[1] ?? "");
}

t.test("every recorded series has the values that were looked through once", (t) => {
  const found = samples(run, '{__name__=~"plimsoll:.*"}', TIMES);
  if (process.env["PLIMSOLL_UPDATE_GOLDEN"] === "1") writeFileSync(GOLDEN, found);
  t.same(found.split("\n"), golden().filter(isJudged));
  t.end();
});

t.test("the golden values hold every recorded series", (t) => {
  const text = golden().join("\n");
  for (const { name } of Object.values(RECORDED)) t.ok(text.includes(`${name}{`), name);
  t.end();
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { POOL_METRICS, QUERY_METRICS, SERVER_METRICS, UPSTREAM_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { GROUPS } from "../src/groups.ts";
import { RECORDED } from "../src/recorded.ts";
import { samples, type Run } from "./promtool.ts";
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
const billing: ScrapedPool = { ...HEALTHY, service: "billing", limit: 30, until: 1600 };
/** Pools of one process each that stand near a threshold. */
const nearly: readonly ScrapedPool[] = [
  // The oldest waiter has waited for 1.5 s of the 5 that it may.
  { ...HEALTHY, pool: "late", callers: 300, demand: during(1750, Infinity, 400, 60) },
  // Half a grant a second: ten waiters are served in 20 s, which is no stall.
  {
    ...HEALTHY,
    pool: "crawling",
    acquireTimeoutSeconds: 0,
    callers: 10,
    demand: () => 2,
    hold: () => 20,
  },
  // Full after 400 s.
  { ...HEALTHY, pool: "filling", demand: ramp(100, 250, 1700, 600) },
];
const up = (instance: number): NonNullable<Run["others"]>[number] => ({
  series: `up{job="apps",instance="127.0.0.1:${9463 + instance}"}`,
  value: () => 1,
});
const run: Run = {
  pools: [...fleet, ...nearly, { ...billing, instance: 4 }],
  seconds: 2100,
  scrapeSeconds: 15,
  evaluationSeconds: 15,
  others: [1, 2, 3, 4].map(up),
  groups,
};
const TIMES = [600, 1815, 1845, 1905, 1965, 1995, 2010, 2055, 2100];

t.test("every recorded series has the values that were looked through once", (t) => {
  const found = samples(run, '{__name__=~"plimsoll:.*"}', TIMES);
  if (process.env["PLIMSOLL_UPDATE_GOLDEN"] === "1") writeFileSync(GOLDEN, found);
  t.same(found.split("\n"), readFileSync(GOLDEN, "utf8").split("\n"));
  t.end();
});

t.test("the golden values hold every recorded series", (t) => {
  const golden = readFileSync(GOLDEN, "utf8");
  for (const { name } of Object.values(RECORDED)) t.ok(golden.includes(`${name}{`), name);
  t.end();
});

import {
  ATTRIBUTE,
  GRANTED_OUTCOMES,
  type MetricDefinition,
  POOL_METRICS,
  type PoolMetric,
} from "@plimsoll/catalog";
import type { PoolSamples } from "./pool-samples.ts";
import { LIMIT, QUEUED, REQUESTS, type Stall } from "./workload.ts";

/** What is known of an app's pool by other means. */
export interface ExpectedPool {
  /** Seconds that a request waits at most; 0 = for ever. */
  readonly acquireTimeoutSeconds: number;
  /** Connections that the library holds for itself all the time. */
  readonly alwaysHeld: number;
  /** Whether it may have more requests in the queue than the app's. */
  readonly hasOwnWork: boolean;
  /** What the server said right after the metrics were read. */
  readonly serverConnections: number;
  readonly stall: Stall;
}

/** The pool metrics that an app lacks, or whose numbers are not right for what it did, each with the reason. */
export function judgeMetrics(pool: PoolSamples, expected: ExpectedPool): string[] {
  return (Object.entries(POOL_METRICS) as [PoolMetric, MetricDefinition][]).flatMap(
    ([key, metric]) => {
      if (!pool.has(metric)) return [`${metric.name}: no point`];
      const wrong = CHECKS[key]?.(pool, expected) ?? [];
      return wrong.map((text) => `${metric.name}: ${text}`);
    },
  );
}

type Check = (pool: PoolSamples, expected: ExpectedPool) => string[];

const granted = (pool: PoolSamples): number =>
  GRANTED_OUTCOMES.reduce((sum, outcome) => sum + pool.number("requests", { outcome }), 0);

const ROUTE = { [ATTRIBUTE.httpRoute]: "/contended" };
const USED = { [ATTRIBUTE.state]: "used" };

/** Of the metrics that this scenario has a right number for; of any other a point is asked for. */
const CHECKS: Readonly<Partial<Record<PoolMetric, Check>>> = {
  count: (pool, { alwaysHeld, serverConnections, stall }) => [
    ...is("in all", pool.number("count"), serverConnections),
    ...is("used", pool.number("count", USED), alwaysHeld),
    ...is("used in the stall", stall.pool.number("count", USED), LIMIT + alwaysHeld),
  ],
  limit: (pool, { alwaysHeld }) => is("", pool.number("limit"), LIMIT + alwaysHeld),
  idleMax: (pool, { alwaysHeld }) => is("", pool.number("idleMax"), LIMIT + alwaysHeld),
  idleMin: (pool) => is("", pool.number("idleMin"), 0),
  pendingRequests: (pool, { stall, hasOwnWork }) => [
    ...is("", pool.number("pendingRequests"), 0),
    ...(hasOwnWork ? isAtLeast : is)("in the stall", stall.pool.number("pendingRequests"), QUEUED),
  ],
  timeouts: (pool) => is("", pool.number("timeouts"), 0),
  createTime: (pool) => isAtLeast("", pool.number("createTime"), pool.number("count")),
  waitTime: (pool) => is("", pool.number("waitTime"), granted(pool)),
  useTime: (pool, { alwaysHeld }) => is("", pool.number("useTime"), granted(pool) - alwaysHeld),
  requests: (pool) => [
    ...is("in all", pool.number("requests"), pool.number("requestsStarted")),
    ...isAtLeast("queued", pool.number("requests", { outcome: "queued" }), QUEUED),
    ...is("granted", granted(pool), pool.number("requests")),
  ],
  requestsStarted: (pool, { stall }) => [
    ...isAtLeast("", pool.number("requestsStarted"), REQUESTS),
    ...is(
      "in the stall",
      stall.pool.number("requestsStarted"),
      stall.pool.number("requests") + stall.pool.number("pendingRequests"),
    ),
  ],
  usedSeconds: (pool, { stall }) =>
    isAtLeast("", pool.number("usedSeconds"), LIMIT * stall.seconds),
  queryingSeconds: (pool, { stall }) =>
    isAtLeast("", pool.number("queryingSeconds"), LIMIT * stall.seconds),
  pendingSeconds: (pool, { stall }) =>
    isAtLeast("", pool.number("pendingSeconds"), QUEUED * stall.seconds),
  pressureSeconds: (pool, { stall }) =>
    ["waiting", "saturated"].flatMap((level) =>
      isAtLeast(level, pool.number("pressureSeconds", { level }), stall.seconds),
    ),
  oldestSeconds: (pool, { stall }) => [
    ...is("waiter", pool.number("oldestSeconds", { of: "waiter" }), 0),
    ...["waiter", "holder", "query"].flatMap((of) =>
      isPositive(`${of} in the stall`, stall.pool.number("oldestSeconds", { of })),
    ),
  ],
  leakSuspects: (pool) => is("", pool.number("leakSuspects"), 0),
  routeSeconds: (pool, { stall }) => {
    const seconds = (kind: string) => pool.number("routeSeconds", { ...ROUTE, kind });
    return [
      ...isAtLeast("hold", seconds("hold"), LIMIT * stall.seconds),
      ...isAtLeast("wait", seconds("wait"), QUEUED * stall.seconds),
    ];
  },
  peak: (_, { stall, alwaysHeld }) => [
    ...is("used in the stall", stall.pool.number("peak", { of: "used" }), LIMIT + alwaysHeld),
    ...isAtLeast("pending in the stall", stall.pool.number("peak", { of: "pending" }), QUEUED),
  ],
  parkedTime: (pool, { alwaysHeld }) =>
    is("", pool.number("parkedTime"), granted(pool) - alwaysHeld),
  nestedAcquires: (pool) => is("", pool.number("nestedAcquires"), 0),
  openTransactions: (pool) => is("", pool.number("openTransactions"), 0),
  connectFailures: (pool) => is("", pool.number("connectFailures"), 0),
  acquireTimeoutSeconds: (pool, { acquireTimeoutSeconds }) =>
    is("", pool.number("acquireTimeoutSeconds"), acquireTimeoutSeconds),
};

function is(what: string, value: number, wanted: number): string[] {
  return value === wanted ? [] : [`${what} ${value}, expected ${wanted}`.trim()];
}

// The exporter rounds nothing, but sums of differences of the same instants do.
const ROUNDING = 1e-6;

function isAtLeast(what: string, value: number, least: number): string[] {
  return value >= least - ROUNDING ? [] : [`${what} ${value}, expected at least ${least}`.trim()];
}

function isPositive(what: string, value: number): string[] {
  return value > 0 ? [] : [`${what} ${value}, expected more than 0`];
}

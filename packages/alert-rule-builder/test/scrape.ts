import {
  ATTRIBUTE,
  type Dialect,
  type MetricDefinition,
  POOL_METRICS,
  prometheusLabel,
  prometheusName,
  RESOURCE_ATTRIBUTE,
} from "@plimsoll/catalog";
import { type PoolScenario, type PoolSecond, simulatePool } from "./simulated-pool.ts";

/** One instance and how it is scraped. */
export interface ScrapedPool extends PoolScenario {
  readonly service?: string;
  readonly environment?: string;
  readonly pool?: string;
  readonly instance?: number;
  /** Seconds in which the process lives; outside them nothing is scraped, and its end leaves a stale marker. */
  readonly from?: number;
  readonly until?: number;
  /** True where a scrape fails. */
  readonly isMissed?: (t: number) => boolean;
  /** The process restarts then: every counter begins again at 0. */
  readonly resetAt?: number;
  /** The seconds to scrape, instead of those that the scenario would give. */
  readonly seconds?: readonly PoolSecond[];
  /** True for a process that has no series of leak suspects, because it never had one. */
  readonly hasNoSuspects?: boolean;
  /** How its metrics are spelt. @default that of the run */
  readonly dialect?: Dialect;
  /** True for a process that has no series of finished requests, because it never finished one. */
  readonly hasNoOutcomes?: boolean;
  /** Connections opened for a request so far. */
  readonly created?: (t: number) => number;
  /** What the process reports beside what the scenario gives. */
  readonly signals?: readonly Signal[];
}

/** One more series of a process. */
export interface Signal {
  readonly metric: MetricDefinition;
  readonly labels?: Readonly<Record<string, string>>;
  /** Suffix of a histogram's series: `_count`, `_bucket`. */
  readonly suffix?: string;
  /** Its value; null where there is no sample. */
  readonly value: (t: number) => number | null;
}

export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

/** The state of a second and the sum of every second up to it. */
interface Reading {
  readonly now: PoolSecond;
  readonly total: PoolSecond;
}

type Sampler = readonly [MetricDefinition, Readonly<Record<string, string>>, Read];
type Read = (reading: Reading) => number | null;

/** The series of one pool as a scrape every `step` seconds, or a push through OTLP as often, leaves them. */
export function scrape(
  pool: ScrapedPool,
  seconds: number,
  step: number,
  dialectOfRun: Dialect = "js-scrape",
): readonly InputSeries[] {
  const dialect = pool.dialect ?? dialectOfRun;
  const readings = readPool(pool, seconds).filter((reading) => reading.now.t % step === 0);
  const ofScenario = samplers(pool).map(([metric, labels, read]) => {
    const values = readings.map((reading) => valueText(pool, reading, step, read));
    return { series: seriesText(pool, metric, dialect, labels), values: values.join(" ") };
  });
  const more = (pool.signals ?? []).map(({ metric, labels, suffix, value }) => {
    const read: Read = ({ now }) => value(now.t);
    const values = readings.map((reading) => valueText(pool, reading, step, read));
    return { series: seriesText(pool, metric, dialect, labels, suffix), values: values.join(" ") };
  });
  return [...ofScenario, ...more];
}

function seriesText(
  pool: ScrapedPool,
  metric: MetricDefinition,
  dialect: Dialect,
  labels: Readonly<Record<string, string>> = {},
  suffix = "",
): string {
  const all = { ...identity(pool, metric), ...labels };
  const text = Object.entries(all).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `${prometheusName(metric, dialect)}${suffix}{${text.join(",")}}`;
}

function readPool(pool: ScrapedPool, seconds: number): readonly Reading[] {
  let total: PoolSecond | undefined;
  return (pool.seconds ?? simulatePool(pool, seconds)).map((now) => {
    total = now.t === pool.resetAt || total === undefined ? now : sum(total, now);
    return { now, total };
  });
}

function sum(total: PoolSecond, now: PoolSecond): PoolSecond {
  const keys = Object.keys(now) as (keyof PoolSecond)[];
  const entries = keys.map((key) => [key, total[key] + now[key]] as const);
  return Object.fromEntries(entries) as unknown as PoolSecond;
}

function samplers(pool: ScrapedPool): readonly Sampler[] {
  const route = pool.leakRoute ?? "/transfers";
  return [
    [POOL_METRICS.limit, {}, () => pool.limit],
    [POOL_METRICS.acquireTimeoutSeconds, {}, () => pool.acquireTimeoutSeconds],
    [POOL_METRICS.pendingRequests, {}, ({ now }) => Math.round(now.pending)],
    [POOL_METRICS.timeouts, {}, ({ total }) => total.timedOut],
    [POOL_METRICS.requestsStarted, {}, ({ total }) => total.started],
    [POOL_METRICS.usedSeconds, {}, ({ total }) => total.used],
    [POOL_METRICS.queryingSeconds, {}, ({ total }) => total.querying],
    [POOL_METRICS.pendingSeconds, {}, ({ total }) => total.pending],
    [
      POOL_METRICS.leakSuspects,
      { [label("httpRoute")]: route },
      ({ now }) => (pool.hasNoSuspects ? null : now.suspects),
    ],
    ...states(pool),
    ...levels(),
    ...(pool.hasNoOutcomes ? [] : outcomes(pool)),
    ...ages(),
    ...routes(route),
  ];
}

function states(pool: ScrapedPool): readonly Sampler[] {
  return [
    [POOL_METRICS.count, { [label("state")]: "used" }, ({ now }) => Math.round(now.used)],
    [
      POOL_METRICS.count,
      { [label("state")]: "idle" },
      ({ now }) => pool.limit - Math.round(now.used),
    ],
  ];
}

function levels(): readonly Sampler[] {
  return [
    [
      POOL_METRICS.pressureSeconds,
      { [label("level")]: "waiting" },
      ({ total }) => total.waitingShare,
    ],
    [
      POOL_METRICS.pressureSeconds,
      { [label("level")]: "saturated" },
      ({ total }) => total.saturatedShare,
    ],
  ];
}

function outcomes(pool: ScrapedPool): readonly Sampler[] {
  return [
    outcome("idle", ({ total }) => total.granted * 0.75),
    outcome("queued", ({ total }) => total.granted * 0.25),
    outcome("created", ({ now }) => pool.created?.(now.t) ?? 0),
    outcome("timeout", ({ total }) => total.timedOut),
  ];
}

function ages(): readonly Sampler[] {
  return [
    age("waiter", ({ now }) => now.oldestWaiterSeconds),
    age("holder", ({ now }) => (now.used > 0 ? 1 : 0)),
    age("parked", ({ now }) => (now.suspects > 0 ? 30 : 0)),
    age("query", ({ now }) => (now.querying > 0 ? 1 : 0)),
  ];
}

function routes(leaking: string): readonly Sampler[] {
  return [
    hold(leaking, ({ total }) => total.leaked),
    hold("/reports/:id", ({ total }) => total.used - total.leaked),
  ];
}

// The scope version differs between our metrics in the middle of a roll-out; rules must not mind.
function identity(pool: ScrapedPool, metric: MetricDefinition): Readonly<Record<string, string>> {
  const instance = pool.instance ?? 1;
  const isOfPool = !/^(plimsoll\.server|http)\./.test(metric.name);
  return {
    ...(isOfPool && { [label("poolName")]: pool.pool ?? "money" }),
    [label("systemName")]: "postgresql",
    [label("namespace")]: "money",
    [label("serverAddress")]: "127.0.0.1",
    [label("serverPort")]: "5432",
    [prometheusLabel(RESOURCE_ATTRIBUTE.serviceName)]: pool.service ?? "money",
    [prometheusLabel(RESOURCE_ATTRIBUTE.serviceInstanceId)]: `id-${instance}`,
    ...(pool.environment && {
      [prometheusLabel(RESOURCE_ATTRIBUTE.environment)]: pool.environment,
    }),
    job: "apps",
    instance: `127.0.0.1:${9463 + instance}`,
    otel_scope_name: "@plimsoll/instrumentation-pool",
    otel_scope_version: metric.name.startsWith("plimsoll.") ? "0.0.1" : "0.0.0",
  };
}

function valueText(pool: ScrapedPool, reading: Reading, step: number, read: Read): string {
  const { t } = reading.now;
  if (t < (pool.from ?? 0)) return "_";
  const until = pool.until ?? Number.POSITIVE_INFINITY;
  if (t >= until) return t < until + step ? "stale" : "_";
  // A failed scrape makes Prometheus mark every series of the target stale.
  if (pool.isMissed?.(t)) return "stale";
  const value = read(reading);
  return value === null ? "_" : String(Number(value.toFixed(3)));
}

function label(attribute: keyof typeof ATTRIBUTE): string {
  return prometheusLabel(ATTRIBUTE[attribute]);
}

function outcome(name: string, read: Read): Sampler {
  return [POOL_METRICS.requests, { [label("outcome")]: name }, read];
}

function age(of: string, read: Read): Sampler {
  return [POOL_METRICS.oldestSeconds, { [label("of")]: of }, read];
}

function hold(route: string, read: Read): Sampler {
  return [
    POOL_METRICS.routeSeconds,
    { [label("httpRoute")]: route, [label("kind")]: "hold" },
    read,
  ];
}

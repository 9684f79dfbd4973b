import {
  ATTRIBUTE,
  type Dialect,
  METRICS,
  POOL_METRICS,
  prometheusLabel,
  prometheusName,
  RESOURCE_ATTRIBUTE,
} from "@plimsoll/catalog";
import { error, type Finding, warning } from "./finding.ts";
import type { Labels, Sight } from "./sight.ts";

const DIALECTS: readonly Dialect[] = ["js-scrape", "otlp"];

/** What every pool reports from its first moment, traffic or not, and the rules read. */
const ALWAYS = [
  POOL_METRICS.acquireTimeoutSeconds,
  POOL_METRICS.oldestSeconds,
  POOL_METRICS.pendingRequests,
  POOL_METRICS.pendingSeconds,
  POOL_METRICS.pressureSeconds,
  POOL_METRICS.requestsStarted,
  POOL_METRICS.usedSeconds,
] as const;

/** Those whose name tells how they came: our histograms of seconds. An app's HTTP metrics may come another way. */
const TELLING = METRICS.filter(
  ({ name, instrument, unit }) =>
    instrument === "histogram" && unit === "s" && /^(db\.client|plimsoll)\./.test(name),
).filter((metric) => prometheusName(metric, "js-scrape") !== prometheusName(metric, "otlp"));

/** The dialects in which this Prometheus holds Plimsoll's series. */
export function dialectsOf({ names }: Sight): readonly Dialect[] {
  return DIALECTS.filter((dialect) =>
    TELLING.some((metric) => names.has(`${prometheusName(metric, dialect)}_bucket`)),
  );
}

/** What is wrong with the series of the pools. */
export function findSeries(sight: Sight): readonly Finding[] {
  const { names, pools } = sight;
  const unread = unreadNames(names);
  if (pools.length === 0) {
    return unread.length > 0
      ? [error("NAMES_UNREAD", { names: unread })]
      : [error("POOLS_MISSING")];
  }
  if (![...names].some((name) => name.startsWith("plimsoll_pool_"))) return [error("NOT_PLIMSOLL")];
  const missing = ALWAYS.map((metric) => prometheusName(metric)).filter((name) => !names.has(name));
  return [
    ...(unread.length > 0 ? [error("NAMES_UNREAD", { names: unread })] : []),
    ...(missing.length > 0 ? [error("SERIES_MISSING", { names: missing })] : []),
    ...(dialectsOf(sight).length === 0 ? [warning("HISTOGRAMS_MISSING")] : []),
    ...identities(sight),
    ...doubles(pools),
  ];
}

/** Names with dots, or counters without `_total`: translations of Prometheus 3 that the rules do not read. */
function unreadNames(names: ReadonlySet<string>): readonly string[] {
  const counter = prometheusName(POOL_METRICS.usedSeconds).replace(/_total$/, "");
  return [
    POOL_METRICS.limit.name,
    POOL_METRICS.usedSeconds.name,
    `${POOL_METRICS.usedSeconds.name}_total`,
    counter,
  ].filter((name) => names.has(name));
}

function identities(sight: Sight): readonly Finding[] {
  const wanted = [RESOURCE_ATTRIBUTE.serviceName, RESOURCE_ATTRIBUTE.serviceInstanceId];
  const jobs = Map.groupBy(sight.pools, ({ job = "" }) => job);
  return [...jobs].flatMap(([job, pools]) => {
    const missing = wanted.filter((name) => pools.some((labels) => !labels[prometheusLabel(name)]));
    if (missing.length === 0) return [];
    return [warning("IDENTITY_MISSING", { attributes: missing, dialects: dialectsOf(sight) }, job)];
  });
}

/** One pool of one process under several jobs or instances: scraped twice, or scraped and pushed. Its numbers count twice. */
function doubles(pools: readonly Labels[]): readonly Finding[] {
  const name = prometheusLabel(ATTRIBUTE.poolName);
  const instance = prometheusLabel(RESOURCE_ATTRIBUTE.serviceInstanceId);
  const service = prometheusLabel(RESOURCE_ATTRIBUTE.serviceName);
  const known = pools.filter((labels) => labels[instance] && labels[name]);
  const same = Map.groupBy(known, (labels) =>
    [service, instance, name].map((label) => labels[label]).join(" "),
  );
  return [...same].flatMap(([identity, twins]) => {
    const from = [...new Set(twins.map(({ job = "", instance = "" }) => `${job}/${instance}`))];
    return from.length > 1 ? [warning("POOL_DOUBLED", { from }, identity)] : [];
  });
}

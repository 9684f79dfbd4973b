import { POOL_METRICS, prometheusName } from "@plimsoll/catalog";
import { type PrometheusApi, PrometheusError } from "./prometheus-api.ts";

/** What one Prometheus holds, as far as Plimsoll minds. */
export interface Sight {
  /** Empty where the server does not say. */
  readonly version: string;
  /** Every series name of the last hour. */
  readonly names: ReadonlySet<string>;
  /** The labels of each pool of each process that was there within 15 minutes. */
  readonly pools: readonly Labels[];
  /** Seconds between two samples of one pool, by job; only where there are two. */
  readonly gaps: ReadonlyMap<string, number>;
  readonly groups: readonly LoadedGroup[];
  /** Undefined where the server has no targets: Mimir, or an agent pushes. */
  readonly targets: readonly Target[] | undefined;
  /** How many Alertmanagers it sends to; undefined where it does not say. */
  readonly alertmanagers: number | undefined;
}

export type Labels = Readonly<Record<string, string>>;

/** A group of the rules API. */
export interface LoadedGroup {
  readonly name: string;
  readonly file: string;
  readonly interval: number;
  readonly evaluationTime?: number;
  readonly rules: readonly LoadedRule[];
}

export interface LoadedRule {
  readonly name: string;
  readonly query: string;
  readonly type: "recording" | "alerting";
  readonly health: string;
  readonly lastError?: string;
}

/** A target of the targets API. */
export interface Target {
  readonly labels: Labels;
  readonly health: string;
  readonly lastError: string;
}

const LIMIT = prometheusName(POOL_METRICS.limit);
const HOUR_SECONDS = 3600;

/** Jobs of which the gap is measured; one of a large fleet is like the next. */
const MOST_JOBS = 10;

/** @throws PrometheusError when it does not answer, or what answers is no Prometheus. */
export async function lookAt(api: PrometheusApi): Promise<Sight> {
  const now = Date.now() / 1000;
  const names = await api.get("label/__name__/values", {
    start: String(now - HOUR_SECONDS),
    end: String(now),
  });
  if (!Array.isArray(names)) {
    throw new PrometheusError(
      `${api.url} has no Prometheus API. Give the address that a Grafana data source has; for Mimir it ends in /prometheus.`,
    );
  }
  const [build, pools, groups, targets, alertmanagers] = await Promise.all([
    api.get("status/buildinfo"),
    api.get("query", { query: `last_over_time(${LIMIT}[15m])` }),
    api.get("rules"),
    api.get("targets", { state: "active" }),
    api.get("alertmanagers"),
  ]);
  const labels = series(pools).map(({ metric }) => metric);
  return {
    version: text(field(build, "version")),
    names: new Set(names.map(String)),
    pools: labels,
    gaps: await gapsByJob(api, labels),
    groups: list(field(groups, "groups")) as readonly LoadedGroup[],
    targets:
      targets === undefined
        ? undefined
        : (list(field(targets, "activeTargets")) as readonly Target[]),
    alertmanagers:
      alertmanagers === undefined
        ? undefined
        : list(field(alertmanagers, "activeAlertmanagers")).length,
  };
}

async function gapsByJob(
  api: PrometheusApi,
  pools: readonly Labels[],
): Promise<ReadonlyMap<string, number>> {
  const one = new Map(pools.map((labels) => [labels["job"] ?? "", labels]));
  const gaps = [...one].slice(0, MOST_JOBS).map(async ([job, labels]) => {
    const matchers = Object.entries(labels)
      .filter(([name]) => name !== "__name__")
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    const found = series(await api.get("query", { query: `${LIMIT}{${matchers.join(",")}}[10m]` }));
    const times = (found[0]?.values ?? []).map(([time]) => time);
    return [
      job,
      median(times.slice(1).map((time, index) => time - (times[index] ?? time))),
    ] as const;
  });
  const all = await Promise.all(gaps);
  return new Map(all.filter((entry): entry is [string, number] => entry[1] !== undefined));
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

interface Series {
  readonly metric: Labels;
  readonly values?: readonly (readonly [time: number, value: string])[];
}

function series(data: unknown): readonly Series[] {
  return list(field(data, "result")) as readonly Series[];
}

function field(data: unknown, name: string): unknown {
  return typeof data === "object" && data !== null
    ? (data as Record<string, unknown>)[name]
    : undefined;
}

// What the API documents is taken at its word: https://prometheus.io/docs/prometheus/latest/querying/api/
function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

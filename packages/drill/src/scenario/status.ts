import { QUERIES, ROUTE_LABEL } from "../prometheus/drill-queries.ts";
import type { PrometheusClient, Series } from "../prometheus/prometheus-client.ts";

/** The pool at its last scrape. Null before the first one. */
export interface PoolStatus {
  readonly used: number | null;
  readonly limit: number | null;
  readonly pending: number | null;
  /** Leak suspects by route, most first. */
  readonly suspects: readonly { readonly route: string; readonly connections: number }[];
}

/** What is known about a run at a moment. */
export interface RunStatus extends PoolStatus {
  readonly phase: "warm-up" | "fault" | "watch" | "resolve";
  /** Since the phase began. */
  readonly seconds: number;
  /** Null when the phase ends by what happens. */
  readonly ofSeconds: number | null;
  readonly userErrors: number;
  readonly pages: number;
}

const NOTHING_KNOWN: PoolStatus = { used: null, limit: null, pending: null, suspects: [] };

/** Reads the pool's state from Prometheus. It is for people who wait: when there is no answer nothing is known, and the run goes on. */
export async function readPoolStatus(prometheus: PrometheusClient): Promise<PoolStatus> {
  try {
    return await askPoolStatus(prometheus);
  } catch {
    return NOTHING_KNOWN;
  }
}

async function askPoolStatus(prometheus: PrometheusClient): Promise<PoolStatus> {
  const [used, limit, pending, suspects] = await Promise.all([
    prometheus.now(QUERIES.used),
    prometheus.now(QUERIES.limit),
    prometheus.now(QUERIES.pending),
    prometheus.now(QUERIES.suspects),
  ]);
  return {
    used: single(used),
    limit: single(limit),
    pending: single(pending),
    suspects: suspects
      .map((series) => ({
        route: series.labels[ROUTE_LABEL] ?? "",
        connections: single([series]) ?? 0,
      }))
      .toSorted((a, b) => b.connections - a.connections),
  };
}

function single(series: readonly Series[]): number | null {
  return series[0]?.points[0]?.[1] ?? null;
}

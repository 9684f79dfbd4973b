import { DrillError } from "../drill-error.ts";
import type { PrometheusClient } from "../prometheus/prometheus-client.ts";
import { SCRAPE_SECONDS } from "./input-series.ts";
import type { ReplayedFiring } from "./replay.ts";

/** When a live Prometheus scraped and evaluated, as the replay counts it. */
export interface LivePhase {
  /** For `ReplayInput`. */
  readonly evaluationPhaseSeconds: number;
  /** That of the replay which sees what the live one saw. */
  readonly phaseSeconds: number;
}

/** The first time that a page alert fired in a live Prometheus. */
export interface LiveFiring {
  readonly alert: string;
  readonly cause: string;
  /** Unix seconds. */
  readonly firesAt: number;
}

/** A live firing beside the one of the replay in its phase. */
export interface Agreement extends LiveFiring {
  /** Null when it did not fire in the replay. */
  readonly replayedAt: number | null;
  /** Within one evaluation, and a second for whole ones. */
  readonly agrees: boolean;
}

/** Reads each page alert that fired within the last `seconds`, earliest first. */
export async function readLiveFirings(
  prometheus: PrometheusClient,
  seconds: number,
): Promise<LiveFiring[]> {
  const firing = `timestamp(ALERTS{alertstate="firing",severity="page"})[${Math.ceil(seconds)}s:1s]`;
  const series = await prometheus.now(`min by (alertname, cause) (min_over_time(${firing}))`);
  return series
    .map(({ labels: { alertname: alert = "", cause = "" }, points }) => ({
      alert,
      cause,
      firesAt: points[0]?.[1] ?? 0,
    }))
    .toSorted((a, b) => a.firesAt - b.firesAt);
}

/**
 * Reads when a live Prometheus scrapes a target, and when it evaluates the rules that page.
 * @throws DrillError `PLIMSOLL_RUN_FAILED` when it has done neither yet
 */
export async function readLivePhase(prometheus: PrometheusClient, job: string): Promise<LivePhase> {
  const read = async (selector: string): Promise<number> => {
    const [series] = await prometheus.now(`timestamp(${selector})`);
    const at = series?.points[0]?.[1];
    if (at === undefined)
      throw new DrillError("PLIMSOLL_RUN_FAILED", `Prometheus: no sample of ${selector} yet.`);
    return at;
  };
  const scrapedAt = await read(`up{job=${JSON.stringify(job)}}`);
  return livePhase(scrapedAt, await read("plimsoll:pool_pressure:bool"));
}

/**
 * A scrape before an evaluation within the same second is phase 4 or 0, one after it is at least 1: the evaluation did not see it.
 * A scrape 0.3 s after an evaluation is phase 1, one 4.7 s after it phase 0.
 *
 * @param scrapedAt Unix seconds of any scrape
 * @param evaluatedAt Unix seconds of any evaluation
 */
export function livePhase(scrapedAt: number, evaluatedAt: number): LivePhase {
  const after = modulo(scrapedAt - evaluatedAt);
  return {
    evaluationPhaseSeconds: modulo(Math.floor(evaluatedAt)),
    phaseSeconds: modulo(Math.max(1, Math.round(after))),
  };
}

/** Compares what fired live with the replay in the same phase. */
export function agreements(
  live: readonly LiveFiring[],
  replayed: readonly ReplayedFiring[],
  phaseSeconds: number,
): Agreement[] {
  return live.map((firing) => {
    const same = replayed.find(
      (one) => one.alert === firing.alert && one.phaseSeconds === phaseSeconds,
    );
    const replayedAt = same?.firesAt ?? null;
    const isNear =
      replayedAt !== null && Math.abs(replayedAt - firing.firesAt) <= SCRAPE_SECONDS + 1;
    return { ...firing, replayedAt, agrees: isNear };
  });
}

function modulo(seconds: number): number {
  return ((seconds % SCRAPE_SECONDS) + SCRAPE_SECONDS) % SCRAPE_SECONDS;
}

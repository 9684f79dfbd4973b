/** Grafana never asks for more points than Prometheus gives: 11,000 a series. */
const MOST_POINTS = 11_000;

/**
 * Seconds between the points of a range query, as Grafana chooses them: as many as the panel is wide, no finer than Prometheus
 * scrapes.
 */
export function queryStep(
  rangeSeconds: number,
  panelIntervalMs: number,
  scrapeIntervalSeconds: number,
  ownInterval?: string,
): number {
  const finest = ownInterval === undefined ? scrapeIntervalSeconds : secondsOf(ownInterval);
  const wanted = Math.max(panelIntervalMs / 1000, finest, rangeSeconds / MOST_POINTS);
  return Math.max(1, Math.round(wanted));
}

/** `$__rate_interval`: four scrapes at least, so that a lost one leaves no hole. */
export function rateInterval(stepSeconds: number, scrapeIntervalSeconds: number): string {
  return `${Math.max(stepSeconds + scrapeIntervalSeconds, 4 * scrapeIntervalSeconds)}s`;
}

function secondsOf(interval: string): number {
  const [, count = "0", unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(interval) ?? [];
  return Number(count) * { ms: 0.001, s: 1, m: 60, h: 3600 }[unit as "s"];
}

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PrometheusClient, Series } from "../prometheus/prometheus-client.ts";
import { DrillError } from "../drill-error.ts";
import type { Stack } from "../stack/stack.ts";

/** What the shipped rules record; they look back on nothing else for longer than a warm-up. */
const RECORDED = '{__name__=~"plimsoll:.+"}';
const PAST_SECONDS = 3600;
const STEP_SECONDS = 15;
/** Prometheus' own samples begin here or later. */
const GAP_SECONDS = 15;
/** After the restart the next evaluations see past and present alike. */
const SETTLE_SECONDS = 20;

/** What a Prometheus was made to remember: every recorded series, at its value of the warm-up. */
export interface PastHour {
  /** Unix seconds. */
  readonly from: number;
  readonly to: number;
  readonly series: readonly Series[];
}

/**
 * Gives the stack's Prometheus a past hour that was as its warm-up: "usual" is the mean of the half hour that ended ten minutes
 * ago, and no drill can wait for that. Growth is then computed by the shipped rules, from this and from what really happens.
 *
 * @param startedAt Unix seconds at which Prometheus first scraped, or earlier
 * @throws DrillError `PLIMSOLL_RUN_FAILED` when nothing was recorded
 */
export async function writePastHour(
  stack: Stack,
  prometheus: PrometheusClient,
  startedAt: number,
): Promise<PastHour> {
  const series = await prometheus.now(RECORDED);
  if (series.length === 0) {
    throw new DrillError(
      "PLIMSOLL_RUN_FAILED",
      "Prometheus: the rules recorded nothing in the warm-up.",
    );
  }
  const to = Math.floor(startedAt) - GAP_SECONDS;
  const past = { from: to - PAST_SECONDS, to, series };
  await stack.restartPrometheus((storage) => writeBlocks(past, storage, stack.folder.path));
  return past;
}

/** Seconds that a run is to wait after `writePastHour`. */
export const PAST_SETTLE_SECONDS: number = SETTLE_SECONDS;

function writeBlocks({ from, to, series }: PastHour, storage: string, work: string): void {
  const lines = series.flatMap(({ labels, points }) => {
    const value = points[0]?.[1] ?? Number.NaN;
    return samples(seriesText(labels), value, from, to);
  });
  mkdirSync(storage, { recursive: true });
  const file = join(work, "past.om");
  writeFileSync(file, `${lines.join("\n")}\n# EOF\n`);
  execFileSync("promtool", ["tsdb", "create-blocks-from", "openmetrics", "--quiet", file, storage]);
}

function seriesText({ __name__: name = "", ...labels }: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${name}{${pairs.join(",")}}`;
}

function samples(series: string, value: number, from: number, to: number): string[] {
  const lines: string[] = [];
  for (let at = from; at <= to; at += STEP_SECONDS) lines.push(`${series} ${value} ${at}`);
  return lines;
}

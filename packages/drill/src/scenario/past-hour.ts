import { DrillError } from "../drill-error.ts";
import { type PastHour, writePastBlocks } from "../prometheus/past-blocks.ts";
import type { PrometheusClient } from "../prometheus/prometheus-client.ts";
import type { Stack } from "../stack/stack.ts";

/** What the shipped rules record; they look back on nothing else for longer than a warm-up. */
const RECORDED = '{__name__=~"plimsoll:.+"}';
const PAST_SECONDS = 3600;
/** What Prometheus recorded before the load differs from the warm-up; the past overlaps with it by little. */
const GAP_SECONDS = 15;

/** Seconds that a run is to wait after `writePastHour`: by then evaluations have seen past and present alike. */
export const PAST_SETTLE_SECONDS = 20;

/**
 * Gives the stack's Prometheus a past hour that was as its warm-up: "usual" is the mean of the half hour that ended ten minutes
 * ago, and no drill can wait for that. Growth is then computed by the shipped rules, from this and from what really happens.
 *
 * @param startedAt Unix seconds at which the load started: the past ends shortly before
 * @throws DrillError `PLIMSOLL_RUN_FAILED` when nothing was recorded
 */
export async function writePastHour(
  { restartPrometheus, folder }: Pick<Stack, "restartPrometheus" | "folder">,
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
  const past: PastHour = { from: to - PAST_SECONDS, to, series };
  await restartPrometheus((storage) => writePastBlocks(past, storage, folder.path));
  return past;
}

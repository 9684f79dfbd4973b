import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Series } from "./prometheus-client.ts";

const STEP_SECONDS = 15;

/** What a Prometheus is made to remember: series that stood still for a while. */
export interface PastHour {
  /** Unix seconds. */
  readonly from: number;
  readonly to: number;
  /** The last point of each is its level all the time. One that has none, or none that is finite, is left out. */
  readonly series: readonly Series[];
}

/**
 * Writes `past` into the storage of a Prometheus that does not run.
 *
 * @param work folder in which the text from which the blocks are made stays
 */
export function writePastBlocks(past: PastHour, storage: string, work: string): void {
  mkdirSync(storage, { recursive: true });
  const file = join(work, "past.om");
  writeFileSync(file, pastText(past));
  execFileSync("promtool", ["tsdb", "create-blocks-from", "openmetrics", "--quiet", file, storage]);
}

/** `past` in the OpenMetrics text format, a sample every 15 s. */
export function pastText({ from, to, series }: PastHour): string {
  const lines = series.flatMap(({ labels, points }) => {
    const level = points.at(-1)?.[1];
    if (level === undefined || !Number.isFinite(level)) return [];
    const name = seriesText(labels);
    const count = Math.floor((to - from) / STEP_SECONDS) + 1;
    return Array.from({ length: count }, (_, n) => `${name} ${level} ${from + n * STEP_SECONDS}`);
  });
  return `${[...lines, "# EOF"].join("\n")}\n`;
}

function seriesText({ __name__: name = "", ...labels }: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escape(value)}"`);
  return `${name}{${pairs.join(",")}}`;
}

/** Source: https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md, escaped-string */
function escape(value: string): string {
  return value.replaceAll(/["\\]/g, "\\$&").replaceAll("\n", String.raw`\n`);
}

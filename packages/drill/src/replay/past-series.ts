import type { Series } from "../prometheus/prometheus-client.ts";
import { type InputSeries, labelled, valuesText } from "./input-series.ts";

/** What a live Prometheus was given as the time before the drill, since no drill can wait for "usual". */
export interface Past {
  /** Recorded series; the last point of each is its level all the time. Those that no page reads are left out. */
  readonly series: readonly Series[];
  /** How much of it there is before the recording. @default 3600 */
  readonly seconds?: number;
}

/** As often as the past that drills write has a sample (src/prometheus/past-blocks.ts): a mean weighs each sample alike. */
const STEP_SECONDS = 15;

/**
 * Recorded series can be given to a test that also evaluates their rules, as long as no sample of the two has the same second:
 * promtool 2.42 ends with "duplicate sample for timestamp" then. Rules are evaluated at multiples of 5 s.
 */
const OFF_GRID_SECONDS = 2;

/** The series of `past` that pages read, from second 0 of the test until `seconds`. */
export function pastSeries(
  { series }: Past,
  seconds: number,
  recorded: ReadonlySet<string>,
  cell: string,
): InputSeries[] {
  return series.flatMap(({ labels: { __name__: name = "", ...labels }, points }) => {
    const level = points.at(-1)?.[1];
    if (!recorded.has(name) || level === undefined || !Number.isFinite(level)) return [];
    const environment = `${cell}/${labels["environment"] ?? ""}`;
    return [
      { series: labelled(name, { ...labels, environment }), values: levelText(level, seconds) },
    ];
  });
}

function levelText(level: number, seconds: number): string {
  const count = Math.ceil((seconds - OFF_GRID_SECONDS) / STEP_SECONDS);
  const times = Array.from(
    { length: Math.max(count, 0) },
    (_, index) => OFF_GRID_SECONDS + index * STEP_SECONDS,
  );
  return valuesText(times.map((second) => [second, String(level)]));
}

import { type DataFrame, type Field, getFieldDisplayName } from "@grafana/data";

/** One series on the times of all. */
export interface AlignedRow {
  readonly name: string;
  readonly field: Field;
  /** One per time; null where the series has none. */
  readonly values: readonly (number | null)[];
}

/** Several series on one axis of time. */
export interface AlignedSeries {
  /** Milliseconds, ascending. */
  readonly times: readonly number[];
  /** Milliseconds between two points. */
  readonly step: number;
  readonly rows: readonly AlignedRow[];
}

/** Puts series on the times of all of them. */
export function alignSeries(frames: DataFrame[]): AlignedSeries {
  const times = [...new Set(frames.flatMap((frame): number[] => frame.fields[0]?.values ?? []))];
  times.sort((a, b) => a - b);
  const rows = frames.flatMap((frame): AlignedRow[] => {
    const [time, field] = frame.fields;
    if (time === undefined || field === undefined) return [];
    const known = new Map(time.values.map((at: number, row) => [at, field.values[row] as number]));
    const name = getFieldDisplayName(field, frame, frames);
    return [{ name, field, values: times.map((at) => known.get(at) ?? null) }];
  });
  const step = frames[0]?.fields[0]?.config.interval ?? (times[1] ?? 0) - (times[0] ?? 0);
  return { times, step, rows };
}

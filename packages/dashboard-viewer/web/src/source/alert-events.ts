import type { AnnotationEvent, AnnotationQuery, DataFrame } from "@grafana/data";

/**
 * Turns the series of an annotation query into events: one per stretch in which a series has a value above 0, from its first
 * point to its last.
 */
export function alertEvents(annotation: AnnotationQuery, frames: DataFrame[]): AnnotationEvent[] {
  return frames.flatMap((frame) => {
    const labels = frame.fields[1]?.labels ?? {};
    return stretches(frame).map(([start, end]) => ({
      annotation,
      source: annotation,
      color: annotation.iconColor,
      time: start,
      timeEnd: end,
      isRegion: end > start,
      title: fillIn(annotation["titleFormat"] as string | undefined, labels),
      text: fillIn(annotation["textFormat"] as string | undefined, labels),
    }));
  });
}

function stretches(frame: DataFrame): [number, number][] {
  const [time, value] = frame.fields;
  const found: [number, number][] = [];
  if (time === undefined || value === undefined) return found;
  const step = time.config.interval ?? 0;
  for (const [row, at] of (time.values as number[]).entries()) {
    const last = found.at(-1);
    if (!(value.values[row] > 0)) continue;
    // One and a half steps: a point on the next step continues the stretch, a hole ends it.
    if (last !== undefined && at - last[1] <= step * 1.5) last[1] = at;
    else found.push([at, at]);
  }
  return found;
}

function fillIn(format: string | undefined, labels: Readonly<Record<string, string>>): string {
  return (format ?? "").replaceAll(/\{\{\s*([\w.]+)\s*\}\}/g, (_, label: string) => {
    return labels[label] ?? "";
  });
}

import type { DataFrame, GrafanaTheme2 } from "@grafana/data";
import { EVENT_COLORS } from "../source/timeline-annotation.ts";

/** An annotation, ready to be drawn. Times in milliseconds. */
export interface EventMark {
  readonly start: number;
  /** Equal to the start when the event is one moment. */
  readonly end: number;
  readonly title: string;
  readonly text: string;
  readonly color: string;
}

/** Reads the frames into which scenes puts annotations. */
export function eventMarks(frames: readonly DataFrame[], theme: GrafanaTheme2): EventMark[] {
  return frames.flatMap((frame) => {
    const column = (name: string): readonly (string | number | string[] | undefined)[] =>
      frame.fields.find((field) => field.name === name)?.values ?? [];
    const [time, timeEnd, title, text, color, tags] = COLUMNS.map(column);
    return (time ?? []).map((start, row) => ({
      start: Number(start),
      end: Number(timeEnd?.[row] ?? start),
      title: String(title?.[row] ?? ""),
      text: String(text?.[row] ?? ""),
      color: theme.visualization.getColorByName(
        momentColor(tags?.[row]) ?? String(color?.[row] ?? "red"),
      ),
    }));
  });
}

const COLUMNS = ["time", "timeEnd", "title", "text", "color", "tags"];

function momentColor(tags: unknown): string | undefined {
  const [kind] = Array.isArray(tags) ? (tags as string[]) : [];
  return Object.entries(EVENT_COLORS).find(([name]) => name === kind)?.[1];
}

/** The marks that lie within `reach` milliseconds of a moment. */
export function marksAt(marks: readonly EventMark[], time: number, reach: number): EventMark[] {
  return marks.filter(({ start, end }) => time >= start - reach && time <= end + reach);
}

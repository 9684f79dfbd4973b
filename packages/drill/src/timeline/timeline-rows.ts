import type { TimelineEvent } from "./timeline-event.ts";

/** One line of two timelines side by side. At least one of them has something. */
export interface TimelineRow {
  readonly offsetSeconds: number;
  readonly untilSeconds?: number;
  readonly run?: TimelineEvent;
  readonly original?: TimelineEvent;
}

/** Two timelines in one, by offset; only their first user-visible errors, both at 0, share a row. */
export function timelineRows(
  run: readonly TimelineEvent[],
  original: readonly TimelineEvent[],
): TimelineRow[] {
  const runError = run.find(({ kind }) => kind === "error");
  const originalError = original.find(({ kind }) => kind === "error");
  const rows = [
    ...run
      .filter((event) => event !== runError)
      .map((event) => ({ ...offsets(event), run: event })),
    ...original
      .filter((event) => event !== originalError)
      .map((event) => ({ ...offsets(event), original: event })),
    {
      offsetSeconds: 0,
      ...(runError && { run: runError }),
      ...(originalError && { original: originalError }),
    },
  ];
  return rows.toSorted((a, b) => a.offsetSeconds - b.offsetSeconds);
}

function offsets({ offsetSeconds, untilSeconds }: TimelineEvent): {
  offsetSeconds: number;
  untilSeconds?: number;
} {
  return untilSeconds === undefined ? { offsetSeconds } : { offsetSeconds, untilSeconds };
}

import { formattedValueToString, type PanelProps } from "@grafana/data";
import { config } from "@grafana/runtime";
import type { VizTooltipItem } from "@grafana/ui";
import { type JSX, useMemo } from "react";
import type uPlot from "uplot";
import { type AlignedRow, type AlignedSeries, alignSeries } from "./aligned-series.ts";
import { NoData } from "./no-data.tsx";
import { TimePlot } from "./time-plot.tsx";

/** Options of a state timeline panel, as far as the viewer reads them. */
export interface StateTimelineOptions {
  /** Share of a row that its bar fills, 0 to 1. */
  readonly rowHeight?: number;
}

/** States over time, one bar per series. Grafana's own renderer of it is on no npm package: this one is ours, on its plot. */
export function StateTimelinePanel(props: PanelProps<StateTimelineOptions>): JSX.Element {
  const { data, options, fieldConfig, width, height } = props;
  const series = useMemo(() => {
    const aligned = alignSeries(data.series);
    // The first series on top: row 0 lies at the bottom.
    return { ...aligned, rows: aligned.rows.toReversed() };
  }, [data.series]);
  if (series.times.length === 0) return <NoData fieldConfig={fieldConfig} />;
  return (
    <TimePlot
      height={height}
      items={(index) => tooltipItems(series, index)}
      labels={series.rows.map(({ name }) => shortened(name, width))}
      labelsAt="middle"
      paint={(u) => paintStates(u, series, options.rowHeight ?? 0.9)}
      panel={props}
      series={series}
      width={width}
    />
  );
}

/** A row's name may take a third of the panel. */
function shortened(name: string, width: number): string {
  const most = Math.max(8, Math.floor(width / 3 / 7));
  return name.length <= most ? name : `${name.slice(0, most - 1)}…`;
}

interface Stretch {
  readonly start: number;
  end: number;
  readonly text: string;
  readonly color: string;
}

/** Merges neighbours of the same state; a hole ends a stretch. */
function stretchesOf(row: AlignedRow, { times, step }: AlignedSeries): Stretch[] {
  const found: Stretch[] = [];
  for (const [index, value] of row.values.entries()) {
    const time = times[index];
    const shown = value === null ? undefined : row.field.display?.(value);
    if (time === undefined || shown === undefined) continue;
    const text = formattedValueToString(shown);
    const last = found.at(-1);
    const goesOn = last !== undefined && last.text === text && time - last.end <= step / 2;
    if (goesOn) last.end = time + step;
    else found.push({ start: time, end: time + step, text, color: shown.color ?? "gray" });
  }
  return found;
}

function paintStates(u: uPlot, series: AlignedSeries, rowHeight: number): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.font = `${12 * devicePixelRatio}px ${config.theme2.typography.fontFamily}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  for (const [row, one] of series.rows.entries()) {
    const bottom = u.valToPos(row + (1 - rowHeight) / 2, "y", true);
    const top = u.valToPos(row + (1 + rowHeight) / 2, "y", true);
    for (const { start, end, text, color } of stretchesOf(one, series)) {
      const left = u.valToPos(start, "x", true);
      const right = u.valToPos(end, "x", true);
      ctx.fillStyle = color;
      ctx.fillRect(left, top, Math.max(1, right - left), bottom - top);
      const room = right - Math.max(left, bbox.left) - 8 * devicePixelRatio;
      if (ctx.measureText(text).width > room) continue;
      ctx.fillStyle = config.theme2.colors.getContrastText(color);
      ctx.fillText(text, Math.max(left, bbox.left) + 4 * devicePixelRatio, (top + bottom) / 2);
    }
  }
  ctx.restore();
}

function tooltipItems({ rows }: AlignedSeries, index: number): VizTooltipItem[] {
  return rows.toReversed().flatMap(({ name, field, values }): VizTooltipItem[] => {
    const value = values[index];
    const shown = value == null ? undefined : field.display?.(value);
    if (shown === undefined) return [];
    return [
      {
        label: name,
        value: formattedValueToString(shown),
        ...(shown.color !== undefined && { color: shown.color }),
      },
    ];
  });
}

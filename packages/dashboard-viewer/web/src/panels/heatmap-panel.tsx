import { formattedValueToString, getValueFormat, type PanelProps } from "@grafana/data";
import { config } from "@grafana/runtime";
import type { VizTooltipItem } from "@grafana/ui";
import { type JSX, useMemo } from "react";
import type uPlot from "uplot";
import { bucketBound } from "../source/frames.ts";
import { type AlignedSeries, alignSeries } from "./aligned-series.ts";
import { heatColor } from "./heat-color.ts";
import { NoData } from "./no-data.tsx";
import { TimePlot } from "./time-plot.tsx";

/** Options of a heatmap panel, as far as the viewer reads them. */
export interface HeatmapOptions {
  readonly yAxis?: { readonly unit?: string };
  readonly cellValues?: { readonly unit?: string };
  readonly color?: { readonly exponent?: number };
}

interface Heat extends AlignedSeries {
  readonly bounds: readonly number[];
  readonly most: number;
}

/** A heatmap of buckets over time. Grafana's own renderer of it is on no npm package: this one is ours, on its plot. */
export function HeatmapPanel(props: PanelProps<HeatmapOptions>): JSX.Element {
  const { data, options, fieldConfig, width, height } = props;
  const heat = useMemo((): Heat => {
    const series = alignSeries(data.series);
    const most = Math.max(0, ...series.rows.flatMap(({ values }) => values.map((v) => v ?? 0)));
    return { ...series, bounds: data.series.map(bucketBound), most };
  }, [data.series]);
  if (heat.rows.length === 0) return <NoData fieldConfig={fieldConfig} />;
  const bound = (value: number): string => text(options.yAxis?.unit, value);
  const edge = (row: number): string => (row === 0 ? "0" : bound(heat.bounds[row - 1] ?? 0));
  return (
    <TimePlot
      height={height}
      items={(index) => tooltipItems(heat, index, options, edge, bound)}
      labels={heat.bounds.map((_, row) => edge(row))}
      labelsAt="edge"
      paint={(u) => paintCells(u, heat, options.color?.exponent ?? 0.5)}
      panel={props}
      series={heat}
      width={width}
    />
  );
}

function paintCells(u: uPlot, { times, step, rows, most }: Heat, exponent: number): void {
  const gap = devicePixelRatio;
  u.ctx.save();
  u.ctx.beginPath();
  u.ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  u.ctx.clip();
  for (const [row, { values }] of rows.entries()) {
    const bottom = u.valToPos(row, "y", true);
    const top = u.valToPos(row + 1, "y", true);
    for (const [index, value] of values.entries()) {
      const time = times[index];
      // Below this the panels' own options hide a cell too: filterValues.le 1e-9.
      if (value === null || value <= 1e-9 || time === undefined) continue;
      const left = u.valToPos(time - step, "x", true);
      const right = u.valToPos(time, "x", true);
      u.ctx.fillStyle = heatColor((value / most) ** exponent, config.theme2.isDark);
      u.ctx.fillRect(left, top + gap, Math.max(gap, right - left - gap), bottom - top - gap);
    }
  }
  u.ctx.restore();
}

/** The buckets of one moment that hold something, the slowest first: what a reader looks for. */
function tooltipItems(
  { rows, bounds, most }: Heat,
  index: number,
  { cellValues, color }: HeatmapOptions,
  edge: (row: number) => string,
  bound: (value: number) => string,
): VizTooltipItem[] {
  return rows
    .flatMap(({ values }, row): VizTooltipItem[] => {
      const value = values[index] ?? 0;
      if (value <= 1e-9) return [];
      const upper = bounds[row] ?? 0;
      return [
        {
          label: Number.isFinite(upper) ? `${edge(row)} – ${bound(upper)}` : `over ${edge(row)}`,
          value: text(cellValues?.unit, value),
          color: heatColor((value / most) ** (color?.exponent ?? 0.5), config.theme2.isDark),
        },
      ];
    })
    .toReversed();
}

function text(unit: string | undefined, value: number): string {
  return formattedValueToString(getValueFormat(unit ?? "short")(value));
}

import type { PanelProps } from "@grafana/data";
import { config } from "@grafana/runtime";
import { AxisPlacement, ScaleDirection, ScaleOrientation } from "@grafana/schema";
import { measureText, UPlotChart, UPlotConfigBuilder, type VizTooltipItem } from "@grafana/ui";
import { type JSX, useMemo, useRef } from "react";
import type uPlot from "uplot";
import type { AlignedSeries } from "./aligned-series.ts";
import { EventLayer } from "./event-layer.tsx";
import { eventMarks } from "./event-marks.ts";
import { PlotTooltip } from "./plot-tooltip.tsx";

/** A chart whose rows lie above each other, and which paints itself. */
export interface TimePlotProps {
  readonly panel: PanelProps;
  readonly width: number;
  readonly height: number;
  readonly series: AlignedSeries;
  /** Labels of the axis: at the middle of each row, or at its lower edge. Lowest row first. */
  readonly labels: readonly string[];
  readonly labelsAt: "middle" | "edge";
  /** Paints the rows: row 0 lies between y = 0 and y = 1. */
  readonly paint: (u: uPlot) => void;
  readonly items: (index: number) => VizTooltipItem[];
}

/** The parts of a heatmap and of a state timeline that Grafana's components do have: axes, cursor, tooltip, annotations. */
export function TimePlot(props: TimePlotProps): JSX.Element {
  const { panel, width, height, series, items } = props;
  const latest = useRef(props);
  latest.current = props;
  const key = [props.labelsAt, ...props.labels].join("\n");
  const builder = useMemo(() => preparePlot(latest), [key]);
  const data = useMemo((): uPlot.AlignedData => {
    return [[...series.times], series.times.map(() => 0)];
  }, [series]);
  const annotations = panel.data.annotations;
  const marks = useMemo(() => eventMarks(annotations ?? [], config.theme2), [annotations]);
  return (
    <UPlotChart config={builder} data={data} height={height} width={width}>
      <EventLayer config={builder} marks={marks} />
      <PlotTooltip
        config={builder}
        items={([index]) => (index == null ? [] : items(index))}
        marks={marks}
        panel={panel}
        times={series.times}
      />
    </UPlotChart>
  );
}

function preparePlot(latest: { readonly current: TimePlotProps }): UPlotConfigBuilder {
  const { labels, labelsAt, panel } = latest.current;
  const theme = config.theme2;
  const builder = new UPlotConfigBuilder(panel.timeZone);
  builder.addScale({
    scaleKey: "x",
    isTime: true,
    orientation: ScaleOrientation.Horizontal,
    direction: ScaleDirection.Right,
    range: () => {
      const { from, to } = latest.current.panel.timeRange;
      return [from.valueOf(), to.valueOf()];
    },
  });
  builder.addScale({
    scaleKey: "y",
    orientation: ScaleOrientation.Vertical,
    direction: ScaleDirection.Up,
    range: () => [0, Math.max(1, labels.length)],
  });
  builder.addAxis({
    scaleKey: "x",
    isTime: true,
    placement: AxisPlacement.Bottom,
    theme,
    timeZone: panel.timeZone,
  });
  builder.addAxis(rowAxis(labels, labelsAt));
  // uPlot wants a series to have a cursor; what is seen is painted below.
  builder.addSeries({ scaleKey: "y", theme, pathBuilder: () => null, pointsBuilder: () => false });
  builder.addHook("drawClear", (u) => latest.current.paint(u));
  return builder;
}

function rowAxis(
  labels: readonly string[],
  labelsAt: TimePlotProps["labelsAt"],
): Parameters<UPlotConfigBuilder["addAxis"]>[0] {
  return {
    scaleKey: "y",
    placement: AxisPlacement.Left,
    theme: config.theme2,
    grid: { show: false },
    size: labelWidth(labels),
    splits: (u) =>
      shownRows(u, labels.length).map((row) => row + (labelsAt === "middle" ? 0.5 : 0)),
    values: (_, splits) => splits.map((at) => labels[Math.floor(at)] ?? ""),
  };
}

/** Pixels for the longest label, its tick and the gap to the plot. */
function labelWidth(labels: readonly string[]): number {
  return Math.ceil(Math.max(0, ...labels.map((label) => measureText(label, 12).width))) + 20;
}

/** As many labels as fit without touching each other. */
function shownRows(u: uPlot, count: number): number[] {
  const labelHeight = 16;
  const every = Math.max(1, Math.ceil((count * labelHeight) / Math.max(1, u.height - 30)));
  return Array.from({ length: Math.ceil(count / every) }, (_, index) => index * every);
}

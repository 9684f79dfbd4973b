import { init, type EChartsCoreOption } from "echarts";

/** A moment that every plot marks. */
export interface Mark {
  /** Seconds on the time axis. */
  readonly at: number;
  readonly label: string;
  /** A CSS colour, such as `var(--error)`. */
  readonly color: string;
  /** On which side of its line the label stands. */
  readonly side: "left" | "right";
}

/** One line or one set of bars. */
export interface PlotSeries {
  readonly name: string;
  readonly color: string;
  readonly kind: "line" | "area" | "dashed" | "bar";
  /** Seconds on the time axis, value. */
  readonly points: readonly (readonly [number, number])[];
}

/** One picture. */
export interface Plot {
  readonly title: string;
  /** What it shows, for those who read it for the first time. */
  readonly note: string;
  readonly series: readonly PlotSeries[];
  /** The value axis reaches at least so far. */
  readonly atLeast: number;
}

/** What all pictures share, so that they can be read one below the other. */
export interface TimeAxis {
  readonly from: number;
  readonly to: number;
  readonly marks: readonly Mark[];
}

/** Size of a picture in CSS pixels. */
export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

const TICK_SECONDS = 30;

/** Draws `plot` as an SVG element whose colours are the page's CSS variables. */
export function plotSvg(plot: Plot, axis: TimeAxis, size: PlotSize): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, ...size });
  try {
    chart.setOption(optionOf(plot, axis, size));
    // The styles are for a mouse, which a still picture does not follow.
    return chart.renderToSVGString().replaceAll(/<style[\s\S]*?<\/style>/g, "");
  } finally {
    chart.dispose();
  }
}

function optionOf(plot: Plot, axis: TimeAxis, { width }: PlotSize): EChartsCoreOption {
  const tick = width < 500 ? 2 * TICK_SECONDS : TICK_SECONDS;
  return {
    animation: false,
    textStyle: { fontFamily: "inherit", color: "var(--muted)" },
    grid: { left: 36, right: 10, top: 22, bottom: 24 },
    xAxis: {
      type: "value",
      min: Math.floor(axis.from / tick) * tick,
      max: Math.ceil(axis.to / tick) * tick,
      interval: tick,
      axisLabel: {
        color: "var(--muted)",
        fontSize: 11,
        formatter: (value: number) => (value > 0 ? `+${value} s` : `${value} s`.replace("-", "−")),
      },
      axisLine: { lineStyle: { color: "var(--axis)" }, onZero: false },
      axisTick: { lineStyle: { color: "var(--axis)" } },
      splitLine: { show: false },
    },
    yAxis: {
      type: "value",
      min: 0,
      ...valueSteps(plot),
      // It would stand at the fault, the 0 of the time axis.
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: "var(--muted)", fontSize: 11 },
      splitLine: { lineStyle: { color: "var(--grid)" } },
    },
    series: [...plot.series.map(seriesOption), markSeries(axis.marks)],
  };
}

function seriesOption({ name, color, kind, points }: PlotSeries): object {
  if (kind === "bar") {
    const itemStyle = { color };
    return { type: "bar", name, data: points, stack: "bars", barWidth: 2, itemStyle, silent: true };
  }
  const lineStyle = { color, width: 1.75, type: kind === "dashed" ? "dashed" : "solid" };
  return {
    type: "line",
    name,
    data: points,
    // A scraped value holds until the next scrape.
    step: "end",
    showSymbol: false,
    silent: true,
    lineStyle,
    ...(kind === "area" && { areaStyle: { color, opacity: 0.22 } }),
  };
}

function markSeries(marks: readonly Mark[]): object {
  const data = marks.map(({ at, label, color, side }) => ({
    xAxis: at,
    lineStyle: { color, type: "solid", width: 1.5 },
    label: {
      formatter: label,
      color,
      fontSize: 11,
      fontWeight: 600,
      textBorderWidth: 0,
      position: "end",
      align: side === "left" ? "right" : "left",
      distance: [side === "left" ? -4 : 4, 4],
    },
  }));
  return {
    type: "line",
    data: [],
    color: "var(--muted)",
    markLine: { symbol: "none", silent: true, data },
  };
}

const STEPS = [0.1, 0.2, 0.4, 0.5, 1, 2, 4, 5];

/** Two to four round steps that reach the highest value with the least room above it; of two such, the finer ones. */
function valueSteps({ series, atLeast }: Plot): { max: number; interval: number } {
  const values = series.flatMap(({ points }) => points.map(([, value]) => value));
  const highest = Math.max(atLeast, 1, ...values);
  const power = 10 ** Math.floor(Math.log10(highest));
  const choices = STEPS.map((step) => step * power).flatMap((interval) => {
    const count = Math.ceil(highest / interval);
    return count >= 2 && count <= 4 ? [{ max: count * interval, interval }] : [];
  });
  const [best] = choices.toSorted((a, b) => a.max - b.max || a.interval - b.interval);
  return best ?? { max: highest, interval: highest };
}

import { ROUTE_LABEL } from "../prometheus/drill-queries.ts";
import type { Series } from "../prometheus/prometheus-client.ts";
import type { RunRecord } from "../scenario/run-record.ts";
import { perSecond } from "./per-second.ts";
import type { Mark, Plot, PlotSeries, TimeAxis } from "./plot.ts";

// After Okabe and Ito: told apart by colour-blind readers too.
const ROUTE_COLORS = ["var(--leak)", "var(--waiting)", "var(--used)", "var(--muted)"];

/** What the pictures are drawn from. */
export type Pictured = Pick<RunRecord, "incident" | "loadStartedAt" | "loadEndedAt" | "series">;

/** Seconds 0 of the time axis: the fault; in a control the start of the load. */
function timeZero({ incident, loadStartedAt }: Pictured): number {
  return incident.faultAt ?? loadStartedAt;
}

/** The axis of a run, with its fault, page and first error marked. */
export function timeAxis(record: Pictured): TimeAxis {
  const zero = timeZero(record);
  const { faultAt, firstPageAt, firstUserErrorAt } = record.incident;
  const isPageFirst = (firstPageAt ?? Infinity) < (firstUserErrorAt ?? Infinity);
  const marks: Mark[] = [];
  const add = (at: number | null, label: string, color: string, side: Mark["side"]): void =>
    void (at !== null && marks.push({ at: at - zero, label, color, side }));
  add(faultAt, "fault", "var(--muted)", "left");
  add(firstPageAt, "page", "var(--page)", isPageFirst ? "left" : "right");
  add(firstUserErrorAt, "first error", "var(--error)", isPageFirst ? "right" : "left");
  return { from: record.loadStartedAt - zero, to: record.loadEndedAt - zero, marks };
}

/** The five pictures of a run. */
export function plotsOf(record: Pictured): Plot[] {
  const zero = timeZero(record);
  return [
    poolPlot(record, zero),
    suspectsPlot(record, zero),
    ...waitPlots(record, zero),
    errorsPlot(record, zero),
  ];
}

function poolPlot({ series }: Pictured, zero: number): Plot {
  return {
    title: "Connections of the pool",
    note: "Used ones climb with each leak. At the limit nobody gets one any more.",
    atLeast: 0,
    series: [
      line("used", "var(--used)", "area", series.used, zero),
      line("idle", "var(--idle)", "line", series.idle, zero),
      line("limit", "var(--ink)", "dashed", series.limit, zero),
    ],
  };
}

function suspectsPlot({ series }: Pictured, zero: number): Plot {
  return {
    title: "Leak suspects by route",
    note: "Connections held for over 30 s with no query in flight, by the route that acquired them. The page is made from these.",
    atLeast: 4,
    series: series.suspects.map((found, index) =>
      line(found.labels[ROUTE_LABEL] ?? "", routeColor(index), "area", [found], zero),
    ),
  };
}

function waitPlots({ series }: Pictured, zero: number): Plot[] {
  return [
    {
      title: "Requests that wait for a connection",
      note: "Read at each scrape, also while the pool is stuck.",
      atLeast: 4,
      series: [line("waiting", "var(--waiting)", "area", series.pending, zero)],
    },
    {
      title: "Age of the oldest waiter, in seconds",
      note: "Money gives up an acquire after 5 s: then its users get an error.",
      atLeast: 4,
      series: [line("oldest waiter", "var(--waiting)", "line", series.oldestWaiter, zero)],
    },
  ];
}

function errorsPlot({ series }: Pictured, zero: number): Plot {
  return {
    title: "User-visible errors per second",
    note: "Requests that k6 saw fail, or take over 1 s, at the moment of their answer.",
    atLeast: 4,
    series: series.userErrors.map((found) => errorBars(found, zero)),
  };
}

function line(
  name: string,
  color: string,
  kind: PlotSeries["kind"],
  found: readonly Series[],
  zero: number,
): PlotSeries {
  const points = (found[0]?.points ?? []).map(([at, value]) => [at - zero, value] as const);
  return { name, color, kind, points };
}

function routeColor(index: number): string {
  return ROUTE_COLORS[Math.min(index, ROUTE_COLORS.length - 1)] ?? "var(--muted)";
}

function errorBars({ labels, points }: Series, zero: number): PlotSeries {
  const isFailed = labels["reason"] === "failed";
  return {
    name: isFailed ? "failed" : "over 1 s",
    color: isFailed ? "var(--error)" : "var(--slow)",
    kind: "bar",
    points: perSecond(points).map(([at, value]) => [at - zero, value] as const),
  };
}

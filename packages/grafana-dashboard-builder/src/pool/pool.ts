import { ATTRIBUTE, type ConnectionState, POOL_METRICS, prometheusLabel } from "@plimsoll/catalog";
import type { Row } from "../layout.ts";
import type { PlacedPanel } from "../panel.ts";
import { heatmap } from "../panels/heatmap.ts";
import { timeSeries } from "../panels/time-series.ts";
import { ofPool, quantile, rate, recorded } from "../promql.ts";

const WAIT_BUCKETS = ofPool(POOL_METRICS.waitTime, "", "_bucket");
const HEIGHT = 8;
const STATE_LABEL = prometheusLabel(ATTRIBUTE.state);

// From the bottom up: what works, then what could, then what only costs the server.
const STACK: readonly ConnectionState[] = ["used", "idle", "connecting", "closing"];

/** Is the pool short, since when, and how long do requests wait. */
export const POOL: Row = {
  id: 200,
  title: "Pool: is it short of connections?",
  lines: [
    [connectionsAgainstLimit(), waiters(), pressure()],
    [waitQuantiles(), waitHeatmap()],
  ],
};

function connectionsAgainstLimit(): PlacedPanel {
  return timeSeries({
    id: 201,
    title: "Connections against the limit",
    shows: "Connections by state, stacked, at the last scrape; the dashed line is the limit.",
    bad: "used fills all of the limit. The stack above the line: closing sockets that the server still counts.",
    act: "with waiters, go to Why. Without, the pool is well used and nobody waits.",
    width: 12,
    height: HEIGHT,
    unit: "none",
    isStacked: true,
    queries: [
      ...STACK.map((state) => ({
        expr: recorded("connections", `${STATE_LABEL}="${state}"`),
        legend: state,
      })),
      { expr: recorded("limit"), legend: "limit" },
    ],
    series: [...STACK, "limit"],
  });
}

function waiters(): PlacedPanel {
  return timeSeries({
    id: 202,
    title: "Waiters over time",
    shows:
      "Requests that wait for a connection: at the scrape on the chosen instances, and the exact mean over 1 min of all.",
    bad: "a mean that stays above 0 and climbs. Lone peaks are bursts.",
    act: "a climbing queue needs the cause now: see Why.",
    width: 6,
    height: HEIGHT,
    unit: "none",
    queries: [
      { expr: `sum(${ofPool(POOL_METRICS.pendingRequests)})`, legend: "waiting" },
      { expr: recorded("queue"), legend: "waiting, mean of 1 min" },
    ],
    series: ["waiting", "waiting, mean of 1 min"],
  });
}

function pressure(): PlacedPanel {
  const saturated = rate(ofPool(POOL_METRICS.pressureSeconds, 'level="saturated"'));
  return timeSeries({
    id: 203,
    title: "Time under pressure",
    shows:
      "Share of the time in which somebody waits (mean of 1 min, all instances), and in which every connection is used (chosen instances).",
    bad: "waiting above 60 % for half a minute. Saturated without waiting is full use, not harm.",
    act: "go to Why; short bursts show here even between two scrapes.",
    width: 6,
    height: HEIGHT,
    unit: "percentunit",
    max: 1,
    queries: [
      { expr: recorded("waitingShare"), legend: "waiting" },
      { expr: `avg(${saturated})`, legend: "saturated" },
    ],
    series: ["waiting", "saturated"],
  });
}

function waitQuantiles(): PlacedPanel {
  const quantiles = [0.5, 0.95, 0.99].map((q) => ({
    expr: quantile(q, WAIT_BUCKETS),
    legend: `wait p${q * 100}`,
    emptyMeans: "no wait ended",
  }));
  return timeSeries({
    id: 204,
    title: "Wait for a connection",
    shows:
      "Quantiles of ended waits on the chosen instances, and the mean over all instances that includes waits which have not ended.",
    bad: "p99 above 0.1 s; the mean above p99: waits that never end, which quantiles cannot see.",
    act: "when all rise together, go to Why; when only p99 does, look for one route under Who.",
    width: 12,
    height: HEIGHT,
    unit: "s",
    queries: [
      ...quantiles,
      {
        expr: recorded("wait"),
        legend: "wait, mean with those still waiting",
        emptyMeans: "no request started",
      },
    ],
    series: ["wait p50", "wait p95", "wait p99", "wait, mean with those still waiting"],
  });
}

function waitHeatmap(): PlacedPanel {
  return heatmap({
    id: 205,
    title: "Waits by length",
    shows: "Ended waits per second in each bucket of length; darker is more.",
    bad: "a second band far above the first: some requests queue while others are served at once.",
    act: "a band at the acquire timeout is requests that gave up; find their route under Who.",
    width: 12,
    height: HEIGHT,
    unit: "s",
    cellUnit: "reqps",
    query: { expr: `sum by (le) (${rate(WAIT_BUCKETS)})`, legend: "{{le}}" },
  });
}

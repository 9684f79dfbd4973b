import { type ConnectionState } from "@plimsoll/catalog";
import { causesOverTime } from "../cause-panels.ts";
import type { Row } from "../layout.ts";
import { tracesLink, tracesOfService } from "../links.ts";
import type { PlacedPanel } from "../panel.ts";
import { heatmap } from "../panels/heatmap.ts";
import { stateTimeline } from "../panels/state-timeline.ts";
import { timeSeries } from "../panels/time-series.ts";
import { LABEL, ofPool, quantile } from "../promql.ts";
import { STATE_WORDS } from "../words.ts";

const HEIGHT = 8;

// From the bottom up: what works, then what could, then what only costs the server.
const STACK: readonly ConnectionState[] = ["used", "idle", "connecting", "closing"];

/** Is the pool short, since when, and how long do requests wait. */
export const POOL_ROW: Row = {
  id: 200,
  title: "Pool: is it short of connections, and since when?",
  lines: [
    [connectionsAgainstLimit(), waiters(), pressure()],
    [waitHeatmap(), holdHeatmap()],
    [waitQuantiles(), sinceWhen(), whatProcessesSay()],
  ],
};

function connectionsAgainstLimit(): PlacedPanel {
  return timeSeries({
    id: 201,
    title: "Connections against the limit and the load line",
    shows:
      "Connections by state, stacked, at the last scrape; dashed the limit, dotted the load line: the mean use at which a fifth of the requests wait.",
    normal: "used below the load line, with peaks above it.",
    bad: "used fills all of the limit. The stack above the limit: closing sockets that the server still counts.",
    act: "with waiters, go to Why. Without, the pool is well used and nobody waits.",
    width: 12,
    height: HEIGHT,
    unit: "none",
    axis: "connections",
    isStacked: true,
    queries: [
      ...STACK.map((state) => ({
        expr: ofPool("connections", `${LABEL.state}="${state}"`),
        legend: state,
      })),
      { expr: ofPool("limit"), legend: "limit" },
      { expr: `${ofPool("limit")} * ${ofPool("safeUse")}`, legend: "load line" },
    ],
    series: [...STACK, "limit", "load line"],
  });
}

function waiters(): PlacedPanel {
  return timeSeries({
    id: 202,
    title: "Waiters over time",
    shows: "Requests that wait for a connection: at the scrape, and the exact mean over 1 min.",
    normal: "0 with lone peaks.",
    bad: "a mean that stays above 0 and climbs.",
    act: "a climbing queue needs the cause now: see Why.",
    width: 6,
    height: HEIGHT,
    unit: "none",
    axis: "requests",
    queries: [
      { expr: ofPool("waiters"), legend: "waiting" },
      { expr: ofPool("queue"), legend: "waiting, mean of 1 min" },
    ],
    series: ["waiting", "waiting, mean of 1 min"],
  });
}

function pressure(): PlacedPanel {
  return timeSeries({
    id: 203,
    title: "Time under pressure",
    shows:
      "Share of the time in which somebody waits, and in which every connection of an instance is used; mean of 1 min.",
    normal:
      "waiting below 20 %: a pool of 10 at 70 % use has a waiter in 16 % of the time, for milliseconds.",
    bad: "waiting above 75 % for half a minute. Saturated without waiting is full use, not harm.",
    act: "go to Why; short bursts show here even between two scrapes.",
    width: 6,
    height: HEIGHT,
    unit: "percentunit",
    max: 1,
    queries: [
      { expr: ofPool("waitingShare"), legend: "waiting" },
      { expr: ofPool("saturatedShare"), legend: "saturated" },
    ],
    series: ["waiting", "saturated"],
  });
}

function waitHeatmap(): PlacedPanel {
  return heatmap({
    id: 205,
    title: "Waits by length",
    shows: "Ended waits per second in each bucket of length; darker is more.",
    normal: "one band at the bottom: granted at once.",
    bad: "a second band far above the first. A band at the acquire timeout is requests that gave up.",
    act: "open the traces of requests that waited: the link at the panel's corner.",
    width: 12,
    height: HEIGHT,
    unit: "s",
    cellUnit: "reqps",
    query: { expr: `sum by (le) (${ofPool("waitBuckets")})`, legend: "{{le}}" },
    links: [
      tracesLink(
        "Traces that waited over 0.1 s",
        tracesOfService("span.plimsoll.db.wait_seconds>0.1"),
      ),
    ],
  });
}

function holdHeatmap(): PlacedPanel {
  return heatmap({
    id: 206,
    title: "Holds by length",
    shows:
      "Ended holds per second in each bucket of length; darker is more. A leak never ends, so it is not in it.",
    normal: "bands that keep their height.",
    bad: "a band that climbs: queries or outside calls have become slower.",
    act: "compare with the query share under Why; open the traces that held idle connections.",
    width: 12,
    height: HEIGHT,
    unit: "s",
    cellUnit: "ops",
    query: { expr: `sum by (le) (${ofPool("holdBuckets")})`, legend: "{{le}}" },
    links: [
      tracesLink(
        "Traces that held idle over 0.1 s",
        tracesOfService("span.plimsoll.db.held_idle_seconds>0.1"),
      ),
    ],
  });
}

function waitQuantiles(): PlacedPanel {
  const quantiles = [0.5, 0.95, 0.99].map((q) => ({
    expr: quantile(q, ofPool("waitBuckets")),
    legend: `wait p${q * 100}`,
    emptyMeans: "no wait ended",
  }));
  return timeSeries({
    id: 204,
    title: "Wait for a connection",
    shows: "Quantiles of ended waits, and the mean that includes waits which have not ended.",
    normal: "p99 below 0.01 s.",
    bad: "p99 above 0.1 s; the mean above p99: waits that never end, which quantiles cannot see.",
    act: "when all rise together, go to Why; when only p99 does, look for one route under Who.",
    width: 12,
    height: HEIGHT,
    unit: "s",
    queries: [
      ...quantiles,
      {
        expr: ofPool("wait"),
        legend: "wait, mean with those still waiting",
        emptyMeans: "no request started",
      },
    ],
    noValue:
      "No request has asked for a connection in this time range. Lines appear with the first.",
    series: ["wait p50", "wait p95", "wait p99", "wait, mean with those still waiting"],
  });
}

function sinceWhen(): PlacedPanel {
  return stateTimeline({
    id: 207,
    title: "Since when",
    shows: "The state of the pool over time.",
    normal: "not short, with short stretches above its load line.",
    bad: "a red band that stays.",
    act: "compare its start with deploys (blue annotations) and with demand under Why.",
    width: 6,
    height: HEIGHT,
    queries: [{ expr: `max(${ofPool("state")})`, legend: "state" }],
    words: STATE_WORDS,
  });
}

function whatProcessesSay(): PlacedPanel {
  return causesOverTime({
    id: 208,
    title: "What the processes say",
    shows: "Each cause over time, by the share of the instances that name it themselves.",
    normal: "empty: nothing is short.",
    bad: "a band. The cause that came first is the likely one.",
    act: "docs/causes.md says what each process saw.",
    width: 6,
    height: HEIGHT,
  });
}

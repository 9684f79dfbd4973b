import { httpRates } from "../http.ts";
import type { Row } from "../layout.ts";
import { dashboardUrl, variable } from "../links.ts";
import type { PlacedPanel } from "../panel.ts";
import { timeSeries } from "../panels/time-series.ts";
import { ofPool, SERVICE } from "../promql.ts";
import { dataLink } from "../sdk-repairs.ts";

const PLACE = { width: 8, height: 8 };
const CHOSEN = { service: variable("service"), environment: variable("environment") };
const TO_QUERIES = dataLink(
  "Queries of this pool",
  dashboardUrl("queries", { ...CHOSEN, pool: variable("pool") }),
);
const TO_SERVER = dataLink(
  "Server: locks and old transactions",
  dashboardUrl("server", { environment: variable("environment") }),
);

/** The numbers that tell the causes apart: demand, hold, and what a connection does while it is held. */
export const WHY: Row = {
  id: 300,
  title: "Why: more demand, longer holds, slow queries, or connections that never come back?",
  lines: [
    [http(), demandAndGrants(), growth()],
    [meanHold(), queryShare(), oldest()],
  ],
};

function http(): PlacedPanel {
  const { all, failed, slow } = httpRates(SERVICE);
  return timeSeries({
    id: 301,
    title: "HTTP responses of the service",
    shows: "HTTP responses per second: all, those with status 5xx, those over 1 s.",
    normal: "requests as on other days, the others 0.",
    bad: "responses fall while demand at the right does not: requests hang.",
    act: "if responses grew together with demand, traffic grew; if only demand grew, each request asks more often.",
    ...PLACE,
    unit: "reqps",
    queries: [
      { expr: all, legend: "requests" },
      { expr: failed, legend: "failed" },
      { expr: slow, legend: "over 1 s" },
    ],
    series: ["requests", "failed", "over 1 s"],
  });
}

function demandAndGrants(): PlacedPanel {
  return timeSeries({
    id: 302,
    title: "Demand and grants",
    shows:
      "Requests for a connection per second: started, granted, timed out; and HTTP requests that load shedding turned away before they asked.",
    normal: "granted lies on demand, the others 0.",
    bad: "grants below demand: the queue grows. Any timeout: that request failed.",
    act: "demand up and hold flat: traffic. Demand flat and grants down: connections are held too long or lost.",
    ...PLACE,
    unit: "reqps",
    queries: [
      { expr: ofPool("demand"), legend: "demand" },
      { expr: ofPool("granted"), legend: "granted" },
      { expr: ofPool("timeouts"), legend: "timeouts" },
      {
        expr: ofPool("shed"),
        legend: "shed",
        emptyMeans: "the app has no load shedding",
      },
    ],
    series: ["demand", "granted", "timeouts", "shed"],
  });
}

function growth(): PlacedPanel {
  const emptyMeans = "less than 25 min of history";
  return timeSeries({
    id: 303,
    title: "Growth over the baseline",
    shows:
      "Demand and mean hold over their baseline, the mean of the 30 min that ended 10 min ago. Empty without 25 min of history.",
    normal: "1: as usual.",
    bad: "the line that leaves 1 first is the cause: demand is traffic, hold is slow queries or the app.",
    act: "demand: limit or make room within the connection budget. Hold: read the query share below.",
    ...PLACE,
    unit: "none",
    axis: "times the baseline",
    queries: [
      { expr: ofPool("demandGrowth"), legend: "demand", emptyMeans },
      { expr: ofPool("holdGrowth"), legend: "hold", emptyMeans },
    ],
    series: ["demand", "hold"],
    noValue: "No baseline yet: it takes 25 min of history. Both lines appear then.",
  });
}

function meanHold(): PlacedPanel {
  return timeSeries({
    id: 304,
    title: "Hold",
    shows:
      "Mean time that a connection is held, those not yet returned included, and the 99th percentile of ended holds.",
    normal: "the mean well below p99, both flat.",
    bad: "a mean that climbs above p99: connections that are not returned.",
    act: "read the query share: high means slow queries, low means that the app holds or leaks.",
    ...PLACE,
    unit: "s",
    queries: [
      { expr: ofPool("hold"), legend: "hold", emptyMeans: "nothing is granted" },
      { expr: ofPool("holdP99"), legend: "hold p99", emptyMeans: "no hold ended" },
    ],
    series: ["hold", "hold p99"],
    noValue: "No connection was held in this time range. Lines appear with the first.",
  });
}

function queryShare(): PlacedPanel {
  return timeSeries({
    id: 305,
    title: "Query share of held time",
    shows: "Share of the held time with a query in flight.",
    normal: "its own level on other days.",
    bad: "with a short pool: above 60 % the database is slow, below it the app holds connections idle.",
    act: "high: Queries, and Server for locks. Low: outside calls inside transactions, or a leak.",
    ...PLACE,
    unit: "percentunit",
    max: 1,
    queries: [{ expr: ofPool("queryShare"), legend: "query", emptyMeans: "nothing is held" }],
    series: ["query"],
    noValue: "No connection was held in this time range. The line appears with the first.",
    links: [TO_QUERIES, TO_SERVER],
  });
}

function oldest(): PlacedPanel {
  return timeSeries({
    id: 306,
    title: "Oldest waiter, holder, parked connection and query",
    shows: "Age of the oldest one of each now; parked is held with no query in flight.",
    normal: "a low saw: each ends soon.",
    bad: "a line that climbs at 45 degrees. Parked: a leak. Query: a lock or a runaway query. Waiter: nothing is granted.",
    act: "parked: see leak suspects by route. Query: find it in pg_stat_activity by its age.",
    ...PLACE,
    unit: "s",
    queries: [{ expr: ofPool("oldest"), legend: "{{of}}" }],
    series: ["waiter", "holder", "parked", "query"],
    links: [TO_SERVER],
  });
}

import type { Row } from "../layout.ts";
import type { PlacedPanel } from "../panel.ts";
import { timeSeries } from "../panels/time-series.ts";
import { LABEL, ofPool } from "../promql.ts";
import { NO_SUSPECT_YET } from "../pool/who.ts";
import { LOAD_SERIES } from "../recorded-series.ts";

const PLACE = { width: 8, height: 8 };
const isUnselected = "k6 writes these: the load has no service";

/** What users see, measured from outside by the load itself. */
export const USERS: Row = {
  id: 300,
  title: "Users: what does the load see?",
  lines: [[requests(), errors(), durations()]],
};

/** What the pool does meanwhile. */
export const POOL_SIDE: Row = {
  id: 400,
  title: "Pool: what does it do meanwhile?",
  lines: [[connections(), waiters(), suspects()]],
};

function requests(): PlacedPanel {
  return timeSeries({
    id: 301,
    title: "Requests of the load",
    shows: "Answered requests per second, by route.",
    normal: "flat: the load arrives whether or not earlier requests were answered.",
    bad: "a fall: requests hang.",
    act: "see the pool below.",
    ...PLACE,
    unit: "reqps",
    isStacked: true,
    hasNamesOnly: true,
    queries: [
      {
        expr: `sum by (name) (rate(${LOAD_SERIES.requests}[$__rate_interval]))`,
        legend: "{{name}}",
        isUnselected,
      },
    ],
  });
}

function errors(): PlacedPanel {
  return timeSeries({
    id: 302,
    title: "User-visible errors so far",
    shows: "Requests that failed, or took over 1 s, since the load began.",
    normal: "empty.",
    bad: "any; every one after the page is one that on-call could have prevented.",
    act: "compare its start with the first page.",
    ...PLACE,
    unit: "none",
    axis: "requests",
    queries: [
      {
        expr: `sum by (reason) (${LOAD_SERIES.userErrors})`,
        legend: "{{reason}}",
        emptyMeans: "no user has seen an error",
        isUnselected,
      },
    ],
    series: ["failed"],
    noValue:
      "No user-visible error so far. A line appears with the first request that fails or takes over 1 s.",
  });
}

function durations(): PlacedPanel {
  return timeSeries({
    id: 303,
    title: "Durations that the load saw",
    shows: "95th percentile and maximum since the load began; k6 gives no other.",
    normal: "far below 1 s.",
    bad: "a step above 1 s: from then on users wait.",
    act: "compare with waits in the pool dashboard.",
    ...PLACE,
    unit: "s",
    queries: [
      { expr: `max(${LOAD_SERIES.durationP95})`, legend: "p95 so far", isUnselected },
      { expr: `max(${LOAD_SERIES.durationMax})`, legend: "maximum so far", isUnselected },
    ],
  });
}

function connections(): PlacedPanel {
  return timeSeries({
    id: 401,
    title: "Connections",
    shows: "Connections by state, stacked; dashed the limit, dotted the load line.",
    normal: "used below the load line.",
    bad: "used fills the limit.",
    act: "see who holds them in the pool dashboard.",
    ...PLACE,
    unit: "none",
    axis: "connections",
    isStacked: true,
    queries: [
      { expr: ofPool("connections", `${LABEL.state}="used"`), legend: "used" },
      { expr: ofPool("connections", `${LABEL.state}="idle"`), legend: "idle" },
      { expr: ofPool("limit"), legend: "limit" },
      { expr: `${ofPool("limit")} * ${ofPool("safeUse")}`, legend: "load line" },
    ],
    series: ["used", "idle", "limit", "load line"],
  });
}

function waiters(): PlacedPanel {
  return timeSeries({
    id: 402,
    title: "Oldest waiter",
    shows: "Age of the oldest waiter and of the oldest parked connection.",
    normal: "the waiter near 0 s.",
    bad: "the waiter climbs: nobody gets a connection.",
    act: "see Why in the pool dashboard.",
    ...PLACE,
    unit: "s",
    queries: [{ expr: ofPool("oldest", 'of=~"waiter|parked"'), legend: "{{of}}" }],
    series: ["waiter", "parked"],
  });
}

function suspects(): PlacedPanel {
  return timeSeries({
    id: 403,
    title: "Leak suspects, by route",
    shows:
      "Connections parked for longer than the leak threshold, by the route that acquired them.",
    normal: "empty without a leak.",
    bad: "a staircase that only goes up.",
    act: "fix the missing release on that route.",
    ...PLACE,
    unit: "none",
    axis: "connections",
    isStacked: true,
    queries: [
      {
        expr: ofPool("suspectsByRoute"),
        legend: `{{${LABEL.route}}}`,
        emptyMeans: "no leak is suspected",
      },
    ],
    noValue: NO_SUSPECT_YET,
  });
}

import { COLOR } from "../colors.ts";
import type { Row } from "../layout.ts";
import { column, tracesLink, tracesOfService } from "../links.ts";
import type { PlacedPanel } from "../panel.ts";
import { type Column, table } from "../panels/table.ts";
import { timeSeries } from "../panels/time-series.ts";
import { LABEL, ofPool, recorded, SERVICE } from "../promql.ts";

const PLACE = { width: 8, height: 8 };
const HELD = ofPool("routeConnections", 'kind="hold"');
const WAITING = ofPool("routeConnections", 'kind="wait"');
const SUSPECTS = ofPool("suspectsByRoute");
const NO_SUSPECT = "no leak is suspected";
/** What stands in a chart of leak suspects by route while there is none. */
export const NO_SUSPECT_YET =
  "No leak suspects: no connection is parked for longer than the leak threshold. A line appears for each route that loses one.";
/** What stands in a chart of N+1 suspects by route while there is none. */
export const NO_N_PLUS_ONE_YET =
  "No suspects: no HTTP request runs one statement ten times or more. A line appears for each route that does.";
const LEGEND = `{{${LABEL.route}}}`;
const ROUTE_OF_LINE = "${__field.labels.http_route:percentencode}";
const LINE_LINKS = [
  tracesLink("Traces of this route", tracesOfService(`span.http.route="${ROUTE_OF_LINE}"`)),
];

const ROUTE_OF_ROW = `span.http.route="${column("Route")}"`;

const COLUMNS: readonly Column[] = [
  {
    field: LABEL.route,
    title: "Route",
    links: [
      tracesLink("Traces of this route", tracesOfService(ROUTE_OF_ROW)),
      tracesLink(
        "Its traces that waited over 0.1 s",
        tracesOfService(ROUTE_OF_ROW, "span.plimsoll.db.wait_seconds>0.1"),
      ),
    ],
  },
  { field: "Value #A", title: "Connections held", decimals: 2, width: 140 },
  { field: "Value #B", title: "Requests waiting", decimals: 2, width: 140 },
  {
    field: "Value #C",
    title: "Leak suspects",
    decimals: 0,
    steps: [[1, COLOR.parked]],
    base: "transparent",
    cell: "background",
    width: 115,
  },
  { field: "Value #D", title: "HTTP", unit: "reqps", width: 95 },
  { field: "Value #E", title: "Failed", unit: "reqps", width: 95 },
  { field: "Value #F", title: "Over 1 s", unit: "reqps", width: 95 },
];

/** Which routes have the connections, which wait for them, which lost them. */
export const WHO: Row = {
  id: 400,
  title: "Who: which routes hold the connections?",
  lines: [
    [held(), waiting(), suspects()],
    [routesNow(), nPlusOne()],
  ],
};

function held(): PlacedPanel {
  return timeSeries({
    id: 401,
    title: "Connections held, by route",
    shows:
      "Connections that each route holds on average over 1 min, stacked. A route named none is work outside HTTP requests.",
    normal: "bands that keep their shares.",
    bad: "one route that grows while the others shrink: it eats the pool.",
    act: "limit or switch off that route; click its line for traces.",
    ...PLACE,
    unit: "none",
    axis: "connections",
    isStacked: true,
    hasNamesOnly: true,
    queries: [{ expr: HELD, legend: LEGEND }],
    valueLinks: LINE_LINKS,
  });
}

function waiting(): PlacedPanel {
  return timeSeries({
    id: 402,
    title: "Requests waiting, by route",
    shows: "Requests of each route that wait for a connection on average over 1 min, stacked.",
    normal: "near 0.",
    bad: "anything that stays above 0: these routes are the victims, seldom the cause.",
    act: "tell their owners; look for the cause at the left.",
    ...PLACE,
    unit: "none",
    axis: "requests",
    isStacked: true,
    hasNamesOnly: true,
    queries: [{ expr: WAITING, legend: LEGEND }],
    valueLinks: LINE_LINKS,
  });
}

function suspects(): PlacedPanel {
  return timeSeries({
    id: 403,
    title: "Leak suspects, by route",
    shows:
      "Connections parked for longer than the leak threshold, by the route that acquired them.",
    normal: "empty: there is none.",
    bad: "a staircase that only goes up.",
    act: "fix the missing release on that route; restart instances one by one to win time.",
    ...PLACE,
    unit: "none",
    axis: "connections",
    isStacked: true,
    queries: [{ expr: SUSPECTS, legend: LEGEND, emptyMeans: NO_SUSPECT }],
    noValue: NO_SUSPECT_YET,
    valueLinks: LINE_LINKS,
  });
}

function routesNow(): PlacedPanel {
  return table({
    id: 404,
    title: "Routes now",
    shows:
      "Each route with the connections that it holds, the requests that it has waiting, its leak suspects and its HTTP responses.",
    normal: "the busiest route on top, no suspects.",
    bad: "the first row holds most of the limit.",
    act: "start with the first row that has leak suspects; without any, with the first row. Click a route for its traces.",
    width: 16,
    height: 8,
    queries: [
      { expr: byRoute(HELD) },
      { expr: byRoute(WAITING) },
      { expr: byRoute(SUSPECTS), emptyMeans: NO_SUSPECT },
      { expr: byRoute(recorded("routeRequests", SERVICE)) },
      { expr: byRoute(recorded("routeFailed", SERVICE)), emptyMeans: "no request failed" },
      { expr: byRoute(recorded("routeSlow", SERVICE)) },
    ],
    columns: COLUMNS,
    sortBy: "Connections held",
  });
}

function nPlusOne(): PlacedPanel {
  return timeSeries({
    id: 405,
    title: "N+1 suspects, by route",
    shows: "Statements per second that one HTTP request ran ten times or more.",
    normal: "empty: there is none.",
    bad: "any: a query per row holds the connection for all of them.",
    act: "join the queries of that route, or fetch in one go.",
    width: 8,
    height: 8,
    unit: "ops",
    queries: [
      { expr: ofPool("nPlusOne"), legend: LEGEND, emptyMeans: "no request repeats a statement" },
    ],
    noValue: NO_N_PLUS_ONE_YET,
    valueLinks: LINE_LINKS,
  });
}

function byRoute(expr: string): string {
  return `sum by (${LABEL.route}) (${expr})`;
}

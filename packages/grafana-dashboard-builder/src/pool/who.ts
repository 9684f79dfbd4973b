import type { Row } from "../layout.ts";
import type { PlacedPanel } from "../panel.ts";
import { table } from "../panels/table.ts";
import { timeSeries } from "../panels/time-series.ts";
import { recorded } from "../promql.ts";

const PLACE = { width: 8, height: 8 };
const HELD = recorded("routeConnections", 'kind="hold"');
const WAITING = recorded("routeConnections", 'kind="wait"');
const SUSPECTS = recorded("suspectsByRoute");
const NO_SUSPECT = "no leak is suspected";

/** Which routes have the connections, which wait for them, which lost them. */
export const WHO: Row = {
  id: 400,
  title: "Who: which routes hold the connections?",
  lines: [[held(), waiting(), suspects()], [routesNow()]],
};

function held(): PlacedPanel {
  return timeSeries({
    id: 401,
    title: "Connections held, by route",
    shows:
      "Connections that each route holds on average over 1 min, stacked. A route named none is work outside HTTP requests.",
    bad: "one route that grows while the others shrink: it eats the pool.",
    act: "limit or switch off that route; read its code for outside calls and missing releases.",
    ...PLACE,
    unit: "none",
    isStacked: true,
    queries: [{ expr: HELD, legend: "{{http_route}}" }],
  });
}

function waiting(): PlacedPanel {
  return timeSeries({
    id: 402,
    title: "Requests waiting, by route",
    shows: "Requests of each route that wait for a connection on average over 1 min, stacked.",
    bad: "anything that stays above 0: these routes are the victims, seldom the cause.",
    act: "tell their owners; look for the cause at the left.",
    ...PLACE,
    unit: "none",
    isStacked: true,
    queries: [{ expr: WAITING, legend: "{{http_route}}" }],
  });
}

function suspects(): PlacedPanel {
  return timeSeries({
    id: 403,
    title: "Leak suspects, by route",
    shows:
      "Connections parked for longer than the leak threshold, by the route that acquired them. Empty when there is none.",
    bad: "a staircase that only goes up.",
    act: "fix the missing release on that route; restart instances one by one to win time.",
    ...PLACE,
    unit: "none",
    isStacked: true,
    queries: [{ expr: SUSPECTS, legend: "{{http_route}}", emptyMeans: NO_SUSPECT }],
  });
}

function routesNow(): PlacedPanel {
  return table({
    id: 404,
    title: "Routes now",
    shows:
      "Each route with the connections that it holds, the requests that it has waiting and its leak suspects.",
    bad: "the first row holds most of the limit.",
    act: "start with the first row that has leak suspects; without any, with the first row.",
    width: 24,
    height: 7,
    queries: [
      { expr: byRoute(HELD) },
      { expr: byRoute(WAITING) },
      { expr: byRoute(SUSPECTS), emptyMeans: NO_SUSPECT },
    ],
    columns: [
      { field: "http_route", title: "Route" },
      { field: "Value #A", title: "Connections held", decimals: 2 },
      { field: "Value #B", title: "Requests waiting", decimals: 2 },
      { field: "Value #C", title: "Leak suspects", decimals: 0 },
    ],
    sortBy: "Connections held",
  });
}

function byRoute(expr: string): string {
  return `sum by (http_route) (${expr})`;
}

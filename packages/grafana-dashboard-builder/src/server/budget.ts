import { COLOR } from "../colors.ts";
import type { Row } from "../layout.ts";
import { column, dashboardUrl, variable } from "../links.ts";
import type { PlacedPanel } from "../panel.ts";
import { table } from "../panels/table.ts";
import { timeSeries } from "../panels/time-series.ts";
import { LABEL, recorded, SERVERS } from "../promql.ts";
import { dataLink } from "../sdk-repairs.ts";
import { NO_PROBE, NO_PROBE_YET } from "./now.ts";

const PLACE = { width: 12, height: 9 };
const CONNECTIONS = recorded("serverConnections", SERVERS);

/** Who holds the server's connections, and who may. */
export const BUDGET: Row = {
  id: 200,
  title: "Budget: who holds max_connections, and who may open how many?",
  lines: [
    [byApplication(), byState()],
    [claims(), fit()],
  ],
};

function byApplication(): PlacedPanel {
  return timeSeries({
    id: 201,
    title: "Connections by application",
    shows:
      "Client connections by application_name, stacked; dashed what the server gives to ordinary roles. none gave no name.",
    normal: "bands below the line with room for a roll-out.",
    bad: "the stack near the line; a band that grows, or that nobody knows.",
    act: "ask the owner of the largest band to lower its limits or instances.",
    ...PLACE,
    unit: "none",
    axis: "connections",
    isStacked: true,
    hasNamesOnly: true,
    queries: [
      {
        expr: `topk(20, sum by (${LABEL.application}) (${CONNECTIONS}))`,
        legend: `{{${LABEL.application}}}`,
        emptyMeans: NO_PROBE,
      },
      {
        expr: `sum(${recorded("serverUsable", SERVERS)})`,
        legend: "given to ordinary roles",
        emptyMeans: NO_PROBE,
      },
    ],
    noValue: NO_PROBE_YET,
    series: ["given to ordinary roles"],
  });
}

function byState(): PlacedPanel {
  return timeSeries({
    id: 202,
    title: "Connections by state",
    shows:
      "Client connections by state, stacked. hidden: of another role, which the probe may not look at; starting: no query yet.",
    normal: "mostly idle, some active.",
    bad: "idle in transaction: an app thinks while it holds locks. All active: the server is busy.",
    act: "idle in transaction: find its application at the left and its route in the pool dashboard.",
    ...PLACE,
    unit: "none",
    axis: "connections",
    isStacked: true,
    queries: [
      {
        expr: `sum by (${LABEL.serverState}) (${CONNECTIONS})`,
        legend: `{{${LABEL.serverState}}}`,
        emptyMeans: NO_PROBE,
      },
    ],
    noValue: NO_PROBE_YET,
  });
}

function claims(): PlacedPanel {
  return table({
    id: 203,
    title: "What each service's pools may open",
    shows: "Instances × limit of each service on each server. Known without a probe too.",
    normal: "rows whose sum fits the server.",
    bad: "one row with most of the server.",
    act: "lower its limit: a pool seldom needs more than two connections per core of the server.",
    ...PLACE,
    queries: [
      {
        expr: `sum by (service, ${LABEL.serverAddress}, ${LABEL.serverPort}) (${recorded("serverClaim", SERVERS)})`,
      },
    ],
    columns: [
      {
        field: "service",
        title: "Service",
        links: [
          dataLink(
            "Pools of this service",
            dashboardUrl("pool", {
              service: column("Service"),
              environment: variable("environment"),
            }),
          ),
        ],
      },
      { field: LABEL.serverAddress, title: "Server" },
      { field: LABEL.serverPort, title: "Port" },
      { field: "Value", title: "May open", decimals: 0 },
    ],
    sortBy: "May open",
  });
}

function fit(): PlacedPanel {
  return table({
    id: 204,
    title: "Does it fit?",
    shows:
      "Each server: its max_connections, what it gives to ordinary roles, what is open, what pools may open.",
    normal: "claimed below 75 %.",
    bad: "claimed above 100 %.",
    act: "plimsoll's budget: instances × limit × 1.25 for roll-outs must stay below what it gives.",
    ...PLACE,
    queries: [
      { expr: perServer("sum", CONNECTIONS), emptyMeans: NO_PROBE },
      { expr: perServer("max", recorded("serverMax", SERVERS)), emptyMeans: NO_PROBE },
      { expr: perServer("max", recorded("serverUsable", SERVERS)), emptyMeans: NO_PROBE },
      { expr: perServer("sum", recorded("serverClaim", SERVERS)) },
      { expr: perServer("max", recorded("serverClaimed", SERVERS)), emptyMeans: NO_PROBE },
    ],
    columns: [
      { field: LABEL.serverAddress, title: "Server" },
      { field: "Value #B", title: "max_connections", decimals: 0, width: 135 },
      { field: "Value #C", title: "Gives", decimals: 0, width: 75 },
      { field: "Value #A", title: "Open", decimals: 0, width: 75 },
      { field: "Value #D", title: "Pools may open", decimals: 0, width: 125 },
      {
        field: "Value #E",
        title: "Claimed",
        unit: "percentunit",
        decimals: 0,
        width: 90,
        cell: "background",
        steps: [
          [0.75, COLOR.demand],
          [1, COLOR.hurt],
        ],
      },
    ],
    sortBy: "Claimed",
    noValue: "–",
  });
}

function perServer(operation: "sum" | "max", expr: string): string {
  return `${operation} by (${LABEL.serverAddress}, ${LABEL.serverPort}) (${expr})`;
}

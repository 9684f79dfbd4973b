import { COLOR } from "../colors.ts";
import type { Row } from "../layout.ts";
import { dashboardUrl } from "../links.ts";
import { barGauge } from "../panels/bar-gauge.ts";
import { timeSeries } from "../panels/time-series.ts";
import { BY_POOL, LABEL, POOLS, recorded, SERVICES } from "../promql.ts";
import { dataLink } from "../sdk-repairs.ts";

const PLACE = { width: 8, height: 8 };
const LEGEND = "{{service}} / {{pool}}";

/** The ten worst at any moment: a line for each of hundreds of pools says nothing. */
const worst = (name: Parameters<typeof recorded>[0], more = ""): string =>
  `topk(10, sum ${BY_POOL} (${recorded(name, POOLS, more)}))`;

/** The worst pools over time, and whether all of them together fit the servers. */
export const TRENDS: Row = {
  id: 400,
  title: "Trends: who grows, and does it all fit the servers?",
  lines: [
    [
      timeSeries({
        id: 401,
        title: "Highest use",
        shows: "Mean used over the limit of the ten pools where it is highest.",
        normal: "below their load lines.",
        bad: "a line that climbs without an end.",
        act: "open that pool before it is full.",
        ...PLACE,
        unit: "percentunit",
        max: 1,
        hasNamesOnly: true,
        queries: [{ expr: worst("saturation"), legend: LEGEND }],
      }),
      timeSeries({
        id: 402,
        title: "Longest queues",
        shows: "Requests that wait, mean of 1 min, of the ten pools where it is highest.",
        normal: "near 0.",
        bad: "a line that stays above 0.",
        act: "open that pool.",
        ...PLACE,
        unit: "none",
        axis: "requests",
        hasNamesOnly: true,
        queries: [{ expr: worst("queue"), legend: LEGEND }],
      }),
      timeSeries({
        id: 403,
        title: "Demand",
        shows: "Requests for a connection per second, of the ten pools where it is highest.",
        normal: "the shape of other days.",
        bad: "a step up in one service, or a step down in all: then they hang elsewhere.",
        act: "compare with HTTP traffic at the service's pool dashboard.",
        ...PLACE,
        unit: "reqps",
        hasNamesOnly: true,
        queries: [{ expr: worst("demand"), legend: LEGEND }],
      }),
    ],
    [
      timeSeries({
        id: 404,
        title: "HTTP responses that hurt",
        shows: "HTTP responses per second that failed (5xx) or took over 1 s, by service.",
        normal: "0.",
        bad: "any that stays.",
        act: "see whether a pool of that service is short.",
        width: 12,
        height: 8,
        unit: "reqps",
        queries: [
          {
            expr: `topk(10, sum by (service) (${recorded("routeBad", SERVICES)}))`,
            legend: "{{service}}",
          },
        ],
      }),
      barGauge({
        id: 405,
        title: "What the pools may open, of what each server gives",
        shows:
          "Instances × limit of all services over the connections that the server gives to ordinary roles. Known only with the server probe.",
        normal: "below 75 %: room for a roll-out, which has both generations up.",
        bad: "above 100 %: under load the server refuses connections with 53300.",
        act: "lower limits or the number of instances; never raise max_connections in the middle of an incident.",
        width: 12,
        height: 8,
        unit: "percentunit",
        decimals: 0,
        max: 1.5,
        query: {
          expr: recorded("serverClaimed", 'environment=~"$environment"'),
          legend: `{{environment}} {{${LABEL.serverAddress}}}:{{${LABEL.serverPort}}}`,
          emptyMeans: "no server probe is switched on",
        },
        steps: [
          [0.75, COLOR.demand],
          [1, COLOR.hurt],
        ],
        noValue: "no server probe",
        links: [dataLink("Server", dashboardUrl("server"))],
      }),
    ],
  ],
};

import { causeWords } from "../cause-panels.ts";
import { COLOR } from "../colors.ts";
import { httpRates } from "../http.ts";
import type { Row } from "../layout.ts";
import { dashboardUrl, tracesLink, tracesOfService, variable } from "../links.ts";
import type { PlacedPanel } from "../panel.ts";
import { stat } from "../panels/stat.ts";
import { LABEL, ofPool, SERVICE } from "../promql.ts";
import { dataLink } from "../sdk-repairs.ts";
import { STATE_WORDS } from "../words.ts";
import { configFindings, firingAlerts } from "./alerts.ts";
import { NUMBERS } from "./numbers.ts";

const HTTP = httpRates(SERVICE);
/** Of a panel with a sentence: its letters grow with its width, until it is one line high. */
const HEIGHT = 4;
const FIRST_HEIGHT = 3;

/** Ten seconds: are users hurt, is the pool short, why, who, what next. */
export const VERDICT: Row = {
  id: 100,
  title: "Verdict: are users hurt, is the pool short, why, who, what next?",
  lines: [
    [...usersHurt(), state(), why()],
    [who(), doFirst()],
    NUMBERS,
    [firingAlerts(), configFindings()],
  ],
};

function usersHurt(): PlacedPanel[] {
  const place = { width: 4, height: HEIGHT, unit: "percentunit", decimals: 2 };
  const emptyMeans = "the service answered no HTTP request";
  const noValue = "no traffic";
  const normal = "0 %.";
  return [
    stat({
      id: 101,
      title: "HTTP errors",
      shows:
        "Share of the service's HTTP responses with status 5xx in the last minute. A request that still hangs is not in it.",
      normal,
      bad: "anything above 0.1 %; red from 1 %: users see errors.",
      act: "read on to the right: when the pool is not short, it is not the reason.",
      ...place,
      query: { expr: `${HTTP.failed} / (${HTTP.all} > 0)`, emptyMeans },
      steps: [
        [0.001, COLOR.waiting],
        [0.01, COLOR.hurt],
      ],
      noValue,
    }),
    stat({
      id: 102,
      title: "HTTP over 1 s",
      shows:
        "Share of the service's HTTP responses that took more than 1 s, in the last minute. A request that still hangs is not in it.",
      normal,
      bad: "above 1 %; red from 5 %: users wait.",
      act: "compare with the oldest waiter: if that is near 0, the time is lost outside the pool.",
      ...place,
      query: { expr: `${HTTP.slow} / (${HTTP.all} > 0)`, emptyMeans },
      steps: [
        [0.01, COLOR.waiting],
        [0.05, COLOR.hurt],
      ],
      noValue,
    }),
  ];
}

function state(): PlacedPanel {
  return stat({
    id: 110,
    title: "Is the pool short?",
    shows:
      "The state of the pool in words, the worst that holds, judged as the alerts judge it; losing connections from the first leak suspect on.",
    normal: "not short. Above its load line a fifth of the requests wait, briefly.",
    bad: "losing connections or runs out soon: no user feels it yet. SHORT: requests wait most of the time. STALLED: next to nothing is granted on some instance.",
    act: "read why, at the right, before you do anything.",
    width: 7,
    height: HEIGHT,
    unit: "none",
    query: { expr: `max(${ofPool("state")})` },
    steps: [],
    words: STATE_WORDS,
    noValue: "no such pool now",
  });
}

function why(): PlacedPanel {
  return causeWords(
    {
      id: 107,
      title: "Why",
      shows:
        "The cause that the pages name; without a page, what most of the processes say themselves.",
      normal: "nothing is short.",
      bad: "any cause; docs/causes.md has the rule of each.",
      act: "click it for its runbook.",
      width: 9,
      height: HEIGHT,
    },
    "why",
  );
}

function who(): PlacedPanel {
  const route = "${__field.labels.http_route:percentencode}";
  return stat({
    id: 113,
    title: "Who holds most connections",
    shows: "The HTTP route that holds most connections, and how many, on average over 1 min.",
    normal: "your busiest route. none is work outside HTTP requests.",
    bad: "a route that you do not expect, or nearly the whole limit.",
    act: "click it for its traces; see Who below for the others.",
    width: 8,
    height: FIRST_HEIGHT,
    unit: "none",
    decimals: 1,
    query: {
      expr: `topk(1, ${ofPool("routeConnections", 'kind="hold"')})`,
      legend: `{{${LABEL.route}}}`,
    },
    steps: [],
    base: COLOR.used,
    shown: "both",
    links: [
      dataLink(
        "Queries of this service",
        dashboardUrl("queries", {
          service: variable("service"),
          environment: variable("environment"),
        }),
      ),
      tracesLink("Traces of this service", tracesOfService()),
    ],
    valueLinks: [tracesLink("Traces of this route", tracesOfService(`span.http.route="${route}"`))],
  });
}

function doFirst(): PlacedPanel {
  return causeWords(
    {
      id: 109,
      title: "Do first",
      shows: "The first action of the cause's runbook.",
      normal: "nothing to do.",
      bad: "acting before the cause is known: scaling out helps against demand only, and harms otherwise.",
      act: "do this, then the rest of the runbook: click.",
      width: 16,
      height: FIRST_HEIGHT,
    },
    "first",
  );
}

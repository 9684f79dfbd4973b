import { causeWords } from "../cause-panels.ts";
import { COLOR } from "../colors.ts";
import type { Row } from "../layout.ts";
import type { PlacedPanel } from "../panel.ts";
import { stat } from "../panels/stat.ts";
import { firing, SERVICE } from "../promql.ts";
import { LOAD_SERIES } from "../recorded-series.ts";

const HEIGHT = 4;
const PLACE = { width: 5, height: HEIGHT };

/** k6 writes as often as every second. */
const FIRST_ERROR = `min(min_over_time(timestamp(${LOAD_SERIES.userErrors} > 0)[$__range:1s]))`;
const FIRST_PAGE = `min(min_over_time(timestamp(${firing(`severity="page",${SERVICE}`)})[$__range:1s]))`;

const OF_LOAD = "k6 writes these: the load has no service";
const NO_ERROR = "no user has seen an error";
const NO_PAGE = "no page has fired";

/** Did the page come before the first user saw an error. */
export const INCIDENT: Row = {
  id: 100,
  title: "Incident: did the page come before the first user-visible error?",
  lines: [[firstPage(), firstError(), lead(), cause()]],
};

function firstPage(): PlacedPanel {
  return stat({
    id: 101,
    title: "First page fired at",
    shows:
      "When the first page of this service fired in this time range. On-call gets it up to 7 s later, by Alertmanager.",
    normal: "shortly after the fault was switched on.",
    bad: "no page in a drill with a fault.",
    act: "see which rules fired below.",
    ...PLACE,
    unit: "dateTimeAsLocalNoDateIfToday",
    query: { expr: `${FIRST_PAGE} * 1000`, emptyMeans: NO_PAGE },
    steps: [],
    base: COLOR.waiting,
    noValue: "no page",
  });
}

function firstError(): PlacedPanel {
  return stat({
    id: 102,
    title: "First user-visible error at",
    shows:
      "When the first request of the load ended that failed or took over 1 s. The drill's report counts a slow one from its first second on.",
    normal: "after the page, or never.",
    bad: "before the page.",
    act: "compare with the lead at the right.",
    ...PLACE,
    unit: "dateTimeAsLocalNoDateIfToday",
    query: { expr: `${FIRST_ERROR} * 1000`, emptyMeans: NO_ERROR, isUnselected: OF_LOAD },
    steps: [[0, COLOR.hurt]],
    noValue: "none yet",
  });
}

function lead(): PlacedPanel {
  return stat({
    id: 103,
    title: "Lead of the page",
    shows:
      "Seconds from the first page to the first user-visible error; below 0 the users came first.",
    normal: "above 30 s for a leak.",
    bad: "below 0 s.",
    act: "read the drill's report: it has the exact figures.",
    width: 4,
    height: HEIGHT,
    unit: "s",
    decimals: 1,
    query: {
      expr: `${FIRST_ERROR} - ${FIRST_PAGE}`,
      emptyMeans: `${NO_PAGE}, or ${NO_ERROR}`,
      isUnselected: OF_LOAD,
    },
    steps: [
      [-86_400, COLOR.hurt],
      [0, COLOR.waiting],
      [10, COLOR.good],
    ],
    noValue: "no error yet",
  });
}

function cause(): PlacedPanel {
  return causeWords(
    {
      id: 104,
      title: "Why",
      shows: "The cause that is named now.",
      normal: "the fault that was switched on.",
      bad: "another cause than that.",
      act: "click it for its runbook.",
      width: 10,
      height: HEIGHT,
    },
    "why",
  );
}

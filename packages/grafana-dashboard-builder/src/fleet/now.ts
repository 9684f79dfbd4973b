import { COLOR } from "../colors.ts";
import type { Row } from "../layout.ts";
import type { PlacedPanel } from "../panel.ts";
import { stat } from "../panels/stat.ts";
import { firing, POOLS, recorded, SERVICES } from "../promql.ts";
import { EXHAUSTION_STEPS, EXHAUSTION_WORDS, STATE } from "../words.ts";

const PLACE = { width: 4, height: 4 };
const STATES = recorded("state", POOLS);

/** Is anyone hurt, is any pool short, how long is left. */
export const NOW: Row = {
  id: 100,
  title: "Now: are users hurt, is any pool short?",
  lines: [[worstService(), short(), soon(), soonest(), pages(), silent()]],
};

function worstService(): PlacedPanel {
  const by = "sum by (service, environment)";
  const bad = `${by} (${recorded("routeBad", SERVICES)})`;
  const all = `${by} (${recorded("routeRequests", SERVICES)})`;
  return stat({
    id: 101,
    title: "Users hurt most",
    shows:
      "The service with the largest share of HTTP responses that failed (5xx) or took over 1 s, in the last minute.",
    normal: "below 0.1 %.",
    bad: "above 0.1 %; red from 1 %.",
    act: "find the service in the table below: when none of its pools is short, the pool is not the reason.",
    ...PLACE,
    unit: "percentunit",
    decimals: 2,
    query: {
      expr: `topk(1, ${bad} / (${all} > 0))`,
      legend: "{{service}}",
      emptyMeans: "no service answered an HTTP request",
    },
    steps: [
      [0.001, COLOR.waiting],
      [0.01, COLOR.hurt],
    ],
    shown: "both",
    noValue: "no traffic",
  });
}

function short(): PlacedPanel {
  return stat({
    id: 102,
    title: "Pools that are short",
    shows: "Pools in which requests have to wait now, or nothing is granted.",
    normal: "0.",
    bad: "any.",
    act: "click the first row of the table.",
    ...PLACE,
    unit: "none",
    query: { expr: `sum(${STATES} >= bool ${STATE.short})` },
    steps: [[1, COLOR.hurt]],
  });
}

function soon(): PlacedPanel {
  return stat({
    id: 103,
    title: "Pools at risk",
    shows:
      "Pools that lose connections (leak suspects), or are forecast to run out within 5 minutes, or 10 by their quietest moments.",
    normal: "0.",
    bad: "any: there is time to act before users notice.",
    act: "click it in the table, look at what rises under Why.",
    ...PLACE,
    unit: "none",
    query: {
      expr: `sum(${STATES} == bool ${STATE.losing}) + sum(${STATES} == bool ${STATE.runsOut})`,
    },
    steps: [[1, COLOR.waiting]],
  });
}

function soonest(): PlacedPanel {
  return stat({
    id: 104,
    title: "Soonest full",
    shows: "The shortest time until a pool is full if its use rises on as in the last 5 minutes.",
    normal: "not in sight.",
    bad: "below 15 min. now: a pool is full, or requests wait.",
    act: "see the table: it is sorted by this.",
    ...PLACE,
    unit: "dtdurations",
    decimals: 0,
    query: { expr: `min(${recorded("exhaustion", POOLS)})` },
    steps: EXHAUSTION_STEPS,
    words: EXHAUSTION_WORDS,
  });
}

function pages(): PlacedPanel {
  return stat({
    id: 105,
    title: "Firing pages",
    shows: "Plimsoll's firing alerts of severity page.",
    normal: "0.",
    bad: "any. Several of one pool are one incident.",
    act: "see Alerts below; each links to its runbook.",
    ...PLACE,
    unit: "none",
    query: {
      expr: `count(${firing(`severity="page",${SERVICES}`)})`,
      emptyMeans: "no page fires",
    },
    steps: [[1, COLOR.hurt]],
    noValue: "0",
  });
}

function silent(): PlacedPanel {
  return stat({
    id: 106,
    title: "Silent instances",
    shows: "Instances that reported a pool in the last hour, do not now, and are still expected.",
    normal: "0.",
    bad: "any: we are blind there. Green elsewhere means nothing for them.",
    act: "is the process up, is its /metrics reachable? See the runbook of PlimsollTelemetryMissing.",
    ...PLACE,
    unit: "none",
    query: {
      expr: `sum(${recorded("blindInstances", SERVICES)})`,
      emptyMeans: "no instance is silent",
    },
    steps: [[1, COLOR.waiting]],
    noValue: "0",
  });
}

import { firingAlertsTable } from "../firing-alerts.ts";
import type { Row } from "../layout.ts";
import type { PlacedPanel } from "../panel.ts";
import { stateTimeline } from "../panels/state-timeline.ts";
import { BY_POOL, POOLS, recorded, SERVICES } from "../promql.ts";
import { STATE, STATE_WORDS } from "../words.ts";

const HEIGHT = 9;

/** Since when, and what fires. */
export const SINCE: Row = {
  id: 300,
  title: "Since when, and which alerts?",
  lines: [[states(), alerts()]],
};

// "@ end()": of the whole range that is shown, and not of as much before each moment of it.
function states(): PlacedPanel {
  const state = `max ${BY_POOL} (${recorded("state", POOLS)})`;
  return stateTimeline({
    id: 301,
    title: "Pools that were short, or nearly",
    shows:
      "The state over time of each pool that lost connections, was forecast to run out, short or stalled in this time range; at most 30.",
    normal: "empty.",
    bad: "bands that start together: the cause is common to them, such as the server or the network.",
    act: "several pools of one server: open Server. One pool: click it in the table above.",
    width: 12,
    height: HEIGHT,
    queries: [
      {
        expr: `${state} and topk(30, max_over_time((${state})[$__range:15s] @ end()) >= ${STATE.losing})`,
        legend: "{{service}} / {{pool}}",
        emptyMeans: "no pool was short or nearly",
      },
    ],
    words: STATE_WORDS,
    noValue: "No pool was short or nearly in this time range. A band appears for each that was.",
  });
}

function alerts(): PlacedPanel {
  return firingAlertsTable({
    id: 302,
    shows: "Plimsoll's firing alerts. Each name links to its runbook.",
    width: 12,
    height: HEIGHT,
    of: SERVICES,
    whose: [
      { field: "service", title: "Service", width: 95 },
      { field: "pool", title: "Pool", width: 95 },
    ],
  });
}

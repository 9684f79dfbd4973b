import { USE_STEPS } from "../colors.ts";
import type { Row } from "../layout.ts";
import type { PlacedPanel } from "../panel.ts";
import { type Column, table } from "../panels/table.ts";
import { timeSeries } from "../panels/time-series.ts";
import { LABEL, ofInstances } from "../promql.ts";

const PLACE = { width: 8, height: 8 };
const LEGEND = "{{instance}}";

/** With a thousand instances a panel of all of them says nothing: the worst ones. */
const WORST = "topk(10, ";

const COLUMNS: readonly Column[] = [
  { field: "instance", title: "Instance" },
  {
    field: "Value #C",
    title: "Used of the limit",
    unit: "percentunit",
    decimals: 0,
    cell: "gauge",
    steps: USE_STEPS,
  },
  { field: "Value #D", title: "Used", decimals: 0 },
  { field: "Value #E", title: "Idle", decimals: 0 },
  { field: "Value #B", title: "Waiters", decimals: 0 },
  { field: "Value #A", title: "Oldest waiter", unit: "s", decimals: 1 },
  { field: "Value #F", title: "Leak suspects", decimals: 0 },
];

/** A sum over instances hides the one that is full. */
export const INSTANCES: Row = {
  id: 600,
  title: "Instances: is it all of them, or one?",
  isCollapsed: true,
  lines: [
    [
      timeSeries({
        id: 601,
        title: "Used of the limit, by instance",
        shows: "Mean share of its limit that each instance uses; the 10 highest.",
        normal: "all alike.",
        bad: "one instance at 100 % while the others are not.",
        act: "that instance leaks, or gets more than its share of the load: take it out and keep it for a look.",
        ...PLACE,
        unit: "percentunit",
        max: 1,
        hasNamesOnly: true,
        queries: [{ expr: `${WORST}${ofInstances("instanceUse")})`, legend: LEGEND }],
      }),
      timeSeries({
        id: 602,
        title: "Waiters, by instance",
        shows: "Requests that wait on each instance, at the scrape; the 10 highest.",
        normal: "0.",
        bad: "a queue on one instance: its users are hurt while the average looks well.",
        act: "as at the left; when all queue alike, the cause is common: load, queries or the server.",
        ...PLACE,
        unit: "none",
        axis: "requests",
        hasNamesOnly: true,
        queries: [{ expr: `${WORST}${ofInstances("instanceWaiters")})`, legend: LEGEND }],
      }),
      timeSeries({
        id: 603,
        title: "Oldest waiter, by instance",
        shows: "Age of the oldest waiter of each instance; the 10 highest.",
        normal: "near 0 s.",
        bad: "a line that climbs at 45 degrees: nothing is granted there.",
        act: "restart that instance first; it clears the pool and buys time.",
        ...PLACE,
        unit: "s",
        hasNamesOnly: true,
        queries: [{ expr: `${WORST}${ofInstances("instanceOldest")})`, legend: LEGEND }],
      }),
    ],
    [instancesNow()],
  ],
};

function instancesNow(): PlacedPanel {
  const inState = (state: string): string =>
    byInstance(ofInstances("instanceConnections", `${LABEL.state}="${state}"`));
  return table({
    id: 604,
    title: "Instances now",
    shows: "Each instance with its connections, waiters and leak suspects.",
    normal: "rows that look alike.",
    bad: "one row unlike the others.",
    act: "take that instance out of the load balancer, look at its /debug/pools, then restart it.",
    width: 24,
    height: 8,
    queries: [
      { expr: `sort_desc(${byInstance(ofInstances("instanceOldest"))})` },
      { expr: byInstance(ofInstances("instanceWaiters")) },
      { expr: byInstance(ofInstances("instanceUse")) },
      { expr: inState("used") },
      { expr: inState("idle") },
      {
        expr: byInstance(ofInstances("instanceSuspects")),
        emptyMeans: "no leak is suspected",
      },
    ],
    columns: COLUMNS,
    sortBy: "Waiters",
  });
}

function byInstance(expr: string): string {
  return `max by (instance) (${expr})`;
}

import { POOL_METRICS } from "@plimsoll/catalog";
import type { Row } from "../layout.ts";
import { timeSeries } from "../panels/time-series.ts";
import { INSTANCE_LABEL, ofPool, rate } from "../promql.ts";

const PLACE = { width: 8, height: 8 };
const BY_INSTANCE = `by (${INSTANCE_LABEL})`;
const LEGEND = `{{${INSTANCE_LABEL}}}`;

/** A sum over instances hides the one that is full. */
export const INSTANCES: Row = {
  id: 600,
  title: "Instances: is it all of them, or one?",
  lines: [
    [
      timeSeries({
        id: 601,
        title: "Used of the limit, by instance",
        shows: "Mean share of its limit that each instance uses.",
        bad: "one instance at 100 % while the others are not.",
        act: "that instance leaks, or gets more than its share of the load: take it out and keep it for a look.",
        ...PLACE,
        unit: "percentunit",
        max: 1,
        queries: [
          {
            expr: `sum ${BY_INSTANCE} (${rate(ofPool(POOL_METRICS.usedSeconds))}) / sum ${BY_INSTANCE} (${ofPool(POOL_METRICS.limit)})`,
            legend: LEGEND,
          },
        ],
      }),
      timeSeries({
        id: 602,
        title: "Waiters, by instance",
        shows: "Requests that wait on each instance, at the scrape.",
        bad: "a queue on one instance: its users are hurt while the average looks well.",
        act: "as at the left; when all queue alike, the cause is common: load, queries or the server.",
        ...PLACE,
        unit: "none",
        queries: [
          { expr: `sum ${BY_INSTANCE} (${ofPool(POOL_METRICS.pendingRequests)})`, legend: LEGEND },
        ],
      }),
      timeSeries({
        id: 603,
        title: "Oldest waiter, by instance",
        shows: "Age of the oldest waiter of each instance.",
        bad: "a line that climbs at 45 degrees: nothing is granted there.",
        act: "restart that instance first; it clears the pool and buys time.",
        ...PLACE,
        unit: "s",
        queries: [
          {
            expr: `max ${BY_INSTANCE} (${ofPool(POOL_METRICS.oldestSeconds, 'of="waiter"')})`,
            legend: LEGEND,
          },
        ],
      }),
    ],
  ],
};

import { ATTRIBUTE, POOL_METRICS, prometheusLabel, prometheusName } from "@plimsoll/catalog";
import type { Sample } from "../src/exposition.ts";

const POOL = { [prometheusLabel(ATTRIBUTE.poolName)]: "orders-pool" };

const NUMBERS: Readonly<Record<string, number>> = { limit: 2, idleMax: 2 };

/** Of the metrics with attributes of their own: label, value and number of each series, at the end and in the stall. */
const SERIES: Readonly<Record<string, readonly [Record<string, string>, number, number][]>> = {
  count: [
    [{ db_client_connection_state: "used" }, 0, 2],
    [{ db_client_connection_state: "idle" }, 2, 0],
  ],
  requests: [
    [{ outcome: "idle" }, 6, 6],
    [{ outcome: "created" }, 2, 2],
    [{ outcome: "queued" }, 4, 0],
  ],
  pressureSeconds: [
    [{ level: "waiting" }, 0.2, 0.1],
    [{ level: "saturated" }, 0.2, 0.1],
  ],
  oldestSeconds: [
    [{ of: "waiter" }, 0, 0.1],
    [{ of: "holder" }, 0, 0.1],
    [{ of: "query" }, 0, 0.1],
  ],
  routeSeconds: [
    [{ http_route: "/contended", kind: "hold" }, 0.5, 0.2],
    [{ http_route: "/contended", kind: "wait" }, 0.9, 0.4],
  ],
  peak: [
    [{ of: "used" }, 0, 2],
    [{ of: "pending" }, 0, 4],
  ],
  parkedTime: [[{}, 12, 6]],
  pendingRequests: [[{}, 0, 4]],
  requestsStarted: [[{}, 12, 12]],
  createTime: [[{}, 2, 2]],
  waitTime: [[{}, 12, 8]],
  useTime: [[{}, 12, 6]],
  usedSeconds: [[{}, 0.5, 0.3]],
  queryingSeconds: [[{}, 0.5, 0.3]],
  pendingSeconds: [[{}, 0.9, 0.4]],
};

/** What a pool with a limit of 2 shows when all is right, after a stall of 0.2 s or in it. */
export function rightSamples(when: "end" | "stall"): Sample[] {
  return Object.entries(POOL_METRICS).flatMap(([key, metric]) => {
    const name = prometheusName(metric) + (metric.instrument === "histogram" ? "_count" : "");
    const number = NUMBERS[key] ?? 0;
    const series = SERIES[key] ?? [[{}, number, number] as const];
    return series.map(([own, end, stall]) => ({
      name,
      labels: { ...POOL, ...own },
      value: when === "end" ? end : stall,
    }));
  });
}

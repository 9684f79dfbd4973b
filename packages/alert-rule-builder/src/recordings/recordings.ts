import type { Expression } from "../promql.ts";
import { RECORDED, type RecordedKey } from "../recorded.ts";
import type { Thresholds } from "../thresholds.ts";
import { connectRecordings } from "./connect.ts";
import { connectionRecordings } from "./connections.ts";
import { dashboardRecordings } from "./dashboards.ts";
import { forecastRecordings } from "./forecast.ts";
import { growthRecordings } from "./growth.ts";
import { leakRecordings } from "./leak.ts";
import { queryRecordings } from "./queries.ts";
import { pressureRecordings } from "./pressure.ts";
import { requestRecordings } from "./requests.ts";
import { serverRecordings } from "./server.ts";
import { serviceRecordings } from "./service.ts";
import { ticketRecordings } from "./tickets.ts";
import { trafficRecordings } from "./traffic.ts";

/** A recording rule as Prometheus' rule files spell it. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

/** The recording rules of `keys`, in that order. */
export function recordingRules(
  keys: readonly RecordedKey[],
  thresholds: Thresholds,
): readonly RecordingRule[] {
  const expressions: Readonly<Record<RecordedKey, Expression>> = {
    ...connectionRecordings(thresholds),
    ...requestRecordings(thresholds),
    ...leakRecordings(thresholds),
    ...growthRecordings(thresholds),
    ...forecastRecordings(thresholds),
    ...pressureRecordings(thresholds),
    ...connectRecordings(thresholds),
    ...serverRecordings(thresholds),
    ...serviceRecordings(thresholds),
    ...ticketRecordings(thresholds),
    ...dashboardRecordings(thresholds),
    ...queryRecordings(thresholds),
    ...trafficRecordings(thresholds),
  };
  return keys.map((key) => ({ record: RECORDED[key].name, expr: expressions[key].text }));
}

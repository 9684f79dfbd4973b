import type { HrTime } from "@opentelemetry/api";

/** The time of the wall clock, as the metrics SDK wants it. */
export function hrTimeNow(): HrTime {
  const milliseconds = Date.now();
  return [Math.floor(milliseconds / 1000), (milliseconds % 1000) * 1e6];
}

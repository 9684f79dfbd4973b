import { type RecordedSeries, series } from "./series.ts";

/** Keys of the group `plimsoll-service`. */
export type ServiceKey = "httpRequests" | "httpBad" | "blindInstances" | "acquiresPerRequest";

/** What users of a service see, and whether we see the service. */
export const SERVICE_SERIES: Readonly<Record<ServiceKey, RecordedSeries>> = {
  httpRequests: series(
    "plimsoll:service_requests:rate5m",
    "requests/s",
    "HTTP requests that the service answered. No pool label, as the next two.",
  ),
  httpBad: series(
    "plimsoll:service_bad_requests:rate5m",
    "requests/s",
    "Of those, the ones that failed (5xx) or took longer than 1 s.",
  ),
  blindInstances: series(
    "plimsoll:service_blind_instances:count",
    "instances",
    "Instances that reported a pool in the last hour, do not now, and are still expected; absent where there is none.",
  ),
  acquiresPerRequest: series(
    "plimsoll:pool_acquires_per_request:ratio",
    "acquires",
    "Acquires per HTTP request of the service.",
  ),
};

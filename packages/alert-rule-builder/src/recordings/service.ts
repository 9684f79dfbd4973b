import {
  POOL_METRICS,
  prometheusLabel,
  prometheusName,
  RESOURCE_ATTRIBUTE,
  UPSTREAM_METRICS,
} from "@plimsoll/catalog";
import { perService, SERVICE_LABELS } from "../pool-labels.ts";
import {
  aggregate,
  binary,
  call,
  chain,
  equals,
  type Expression,
  manyToOne,
  matches,
  matchesNot,
  offset,
  over,
  selector,
  type Matcher,
} from "../promql.ts";
import { recorded } from "../recorded.ts";
import type { ServiceKey } from "../recorded/service-series.ts";
import type { Thresholds } from "../thresholds.ts";
import { ofHistogram } from "./inputs.ts";

/** The bound of 1 s, where user harm starts; Prometheus 3 writes it `1.0`. */
export const WITHIN_A_SECOND: Matcher = matches("le", String.raw`1(\.0)?`);
/** Every request. */
export const ALL: Matcher = equals("le", "+Inf");
/** Status below 500. */
export const NO_SERVER_ERROR: Matcher = matchesNot("http_response_status_code", "5..");

/** What users of each service see, and which instances went silent. */
export function serviceRecordings(
  thresholds: Thresholds,
): Readonly<Record<ServiceKey, Expression>> {
  const http = (...matchers: readonly Matcher[]): Expression =>
    perService(
      "sum",
      ofHistogram(
        "rate",
        UPSTREAM_METRICS.httpServerRequestDuration,
        "bucket",
        thresholds.burnWindowSeconds,
        ...matchers,
      ),
    );
  const good = http(WITHIN_A_SECOND, NO_SERVER_ERROR);
  const all = recorded("httpRequests");
  return {
    httpRequests: http(ALL),
    // A total outage has no good requests at all, not 0 of them.
    httpBad: binary(all, "-", binary(good, "or", binary(0, "*", all))),
    blindInstances: blindInstances(thresholds),
    acquiresPerRequest: manyToOne(
      recorded("demand"),
      "/",
      // In its first five minutes a rate over five minutes is too low.
      chain(
        "and",
        binary(all, ">", thresholds.httpMinimumRate),
        offset(all, thresholds.burnWindowSeconds),
      ),
      SERVICE_LABELS,
    ),
  };
}

/**
 * Instances that had a pool within the last hour and report none now. Still expected are those that are still discovered
 * (`up` exists), and those that never had an `up`, because they push. An instance that ended its pools said 0 last.
 */
function blindInstances(thresholds: Thresholds): Expression {
  const target = ["job", "instance"];
  const limit = selector(prometheusName(POOL_METRICS.limit));
  const seen = call("last_over_time", over(limit, thresholds.seenSeconds));
  const now = call("last_over_time", over(limit, thresholds.blindSeconds));
  const gone = binary(binary(seen, ">", 0), "unless", now, target);
  const isDiscovered = binary(gone, "and", selector("up"), target);
  const everUp = call("last_over_time", over(selector("up"), thresholds.seenSeconds));
  const pushes = binary(gone, "unless", everUp, ["job"]);
  return perService("count", aggregate("max", INSTANCE, binary(isDiscovered, "or", pushes)));
}

const INSTANCE: readonly string[] = [
  prometheusLabel(RESOURCE_ATTRIBUTE.environment),
  "environment",
  "instance",
  "job",
  prometheusLabel(RESOURCE_ATTRIBUTE.serviceName),
];

import {
  ATTRIBUTE,
  type MetricDefinition,
  prometheusLabel,
  SERVER_METRICS,
  UPSTREAM_METRICS,
} from "@plimsoll/catalog";
import { perServer, perService } from "../pool-labels.ts";
import { binary, type Expression, type Matcher, matches } from "../promql.ts";
import { recorded } from "../recorded.ts";
import type { TrafficKey } from "../recorded/traffic-series.ts";
import type { Thresholds } from "../thresholds.ts";
import { newest, ofHistogram } from "./inputs.ts";
import { ALL, NO_SERVER_ERROR, WITHIN_A_SECOND } from "./service.ts";

const ROUTE = prometheusLabel(ATTRIBUTE.httpRoute);
const SERVER_ERROR = matches("http_response_status_code", "5..");

/** What only panels read of HTTP routes and servers. */
export function trafficRecordings(
  thresholds: Thresholds,
): Readonly<Record<TrafficKey, Expression>> {
  return { ...ofRoutes(thresholds), ...ofServers(thresholds) };
}

type RouteKey = "routeRequests" | "routeFailed" | "routeSlow" | "routeBad";

function ofRoutes(thresholds: Thresholds): Readonly<Record<RouteKey, Expression>> {
  const http = (...matchers: readonly Matcher[]): Expression => {
    const seconds = thresholds.rateWindowSeconds;
    const metric = UPSTREAM_METRICS.httpServerRequestDuration;
    return perService("sum", ofHistogram("rate", metric, "bucket", seconds, ...matchers), [ROUTE]);
  };
  const all = recorded("routeRequests");
  const good = http(WITHIN_A_SECOND, NO_SERVER_ERROR);
  return {
    routeRequests: http(ALL),
    routeFailed: http(ALL, SERVER_ERROR),
    routeSlow: binary(all, "-", http(WITHIN_A_SECOND)),
    // A route that only fails has no good requests at all, not 0 of them.
    routeBad: binary(all, "-", binary(good, "or", binary(0, "*", all))),
  };
}

type ServerKey = Extract<TrafficKey, `server${string}`>;

// Two instances report for a moment when the election changes hands: the highest.
function ofServers({ probeFreshSeconds }: Thresholds): Readonly<Record<ServerKey, Expression>> {
  const server = (metric: MetricDefinition, more: readonly string[] = []): Expression =>
    perServer("max", newest(metric, probeFreshSeconds), more);
  return {
    serverMax: server(SERVER_METRICS.maxConnections),
    serverConnections: server(SERVER_METRICS.connections, [
      prometheusLabel(ATTRIBUTE.serverState),
      prometheusLabel(ATTRIBUTE.application),
    ]),
    serverLockWaiters: server(SERVER_METRICS.lockWaiters),
    serverOldestTransaction: server(SERVER_METRICS.oldestTransactionSeconds),
    serverProbe: server(SERVER_METRICS.probeSuccess),
    serverProbeTime: server(SERVER_METRICS.probeSeconds),
    serverStandby: server(SERVER_METRICS.inRecovery),
  };
}

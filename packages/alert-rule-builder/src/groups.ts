import type { AlertDefinition } from "./alerts/alert.ts";
import { connectionBudgetExceeded } from "./alerts/connection-budget-exceeded.ts";
import { eventLoopBlocked } from "./alerts/event-loop-blocked.ts";
import { httpErrorBudgetBurn } from "./alerts/http-error-budget-burn.ts";
import { poolConfigFinding } from "./alerts/pool-config-finding.ts";
import { poolConnectFailing } from "./alerts/pool-connect-failing.ts";
import { poolExhaustionPredicted } from "./alerts/pool-exhaustion-predicted.ts";
import { poolHeldByApplication } from "./alerts/pool-held-by-application.ts";
import { poolLeak } from "./alerts/pool-leak.ts";
import { poolLockQueue } from "./alerts/pool-lock-queue.ts";
import { poolNestedAcquire } from "./alerts/pool-nested-acquire.ts";
import { poolOpenTransaction } from "./alerts/pool-open-transaction.ts";
import { poolParked } from "./alerts/pool-parked.ts";
import { poolPressure } from "./alerts/pool-pressure.ts";
import { poolSlowQueries } from "./alerts/pool-slow-queries.ts";
import { poolStalled } from "./alerts/pool-stalled.ts";
import { poolTooLarge } from "./alerts/pool-too-large.ts";
import { poolTooSmall } from "./alerts/pool-too-small.ts";
import { poolTrafficSurge } from "./alerts/pool-traffic-surge.ts";
import { poolWaitBudgetBurnSlow } from "./alerts/pool-wait-budget-burn-slow.ts";
import { queryAmplification } from "./alerts/query-amplification.ts";
import { replicationLagHigh } from "./alerts/replication-lag-high.ts";
import { scaleOutFutile } from "./alerts/scale-out-futile.ts";
import { serverConnectionsExhausted } from "./alerts/server-connections-exhausted.ts";
import { serverConnectionsHigh } from "./alerts/server-connections-high.ts";
import { telemetryMissing } from "./alerts/telemetry-missing.ts";
import { watchdog } from "./alerts/watchdog.ts";
import { writesOnReadOnly } from "./alerts/writes-on-read-only.ts";
import { CONNECT_SERIES, type ConnectKey } from "./recorded/connect-series.ts";
import { DASHBOARD_SERIES, type DashboardKey } from "./recorded/dashboard-series.ts";
import { FLOOR_SERIES, type FloorKey } from "./recorded/floor-series.ts";
import { LOAD_SERIES, type LoadKey } from "./recorded/load-series.ts";
import { POOL_SERIES, type PoolKey } from "./recorded/pool-series.ts";
import { QUERY_SERIES, type QueryKey } from "./recorded/query-series.ts";
import { SERVER_SERIES, type ServerKey } from "./recorded/server-series.ts";
import { SERVICE_SERIES, type ServiceKey } from "./recorded/service-series.ts";
import { TICKET_SERIES, type TicketKey } from "./recorded/ticket-series.ts";
import { TRAFFIC_SERIES, type TrafficKey } from "./recorded/traffic-series.ts";
import type { RecordedKey } from "./recorded.ts";

/** Which rules are evaluated together, in this order. */
export interface GroupDefinition {
  readonly name: string;
  readonly intervalSeconds: number;
  readonly recordings: readonly RecordedKey[];
  readonly alerts: readonly AlertDefinition[];
}

/** Mimir refuses a group of more rules. Source: Mimir's default of `ruler_max_rules_per_rule_group`. */
export const MOST_RULES_PER_GROUP = 20;

/**
 * As often as the app is scraped by default. Windows and persistence are in seconds, so a slower scrape or another interval
 * changes only how fresh the answer is.
 */
const FAST_SECONDS = 5;

/** The probe asks every 10 s, and what is judged here holds for minutes; a panel shows minutes too. */
const SLOW_SECONDS = 15;
/** A thousand instances have up to a million series of queries: half as often is half the work, and nothing pages on them. */
const QUERY_SECONDS = 30;
const TICKET_SECONDS = 60;

/** In the order of the rule file. */
export const GROUPS: readonly GroupDefinition[] = [
  {
    // What decides when to page, and every page that names why: nothing here waits for another group's clock.
    name: "plimsoll-pool",
    intervalSeconds: FAST_SECONDS,
    recordings: Object.keys(POOL_SERIES) as PoolKey[],
    alerts: [
      eventLoopBlocked,
      poolNestedAcquire,
      poolLeak,
      poolHeldByApplication,
      poolLockQueue,
      poolSlowQueries,
      poolTrafficSurge,
      poolStalled,
      poolExhaustionPredicted,
      poolPressure,
    ],
  },
  {
    // What the server refuses: judged by itself, without any waiting. Named up to 5 s apart from the group above, and then
    // Alertmanager's inhibition leaves one page.
    name: "plimsoll-pool-connect",
    intervalSeconds: FAST_SECONDS,
    recordings: Object.keys(CONNECT_SERIES) as ConnectKey[],
    alerts: [serverConnectionsExhausted, poolConnectFailing, writesOnReadOnly],
  },
  {
    // How large the pool is, what is asked of it, who waits and who holds it. One-minute means and history: 5 s older harms none.
    name: "plimsoll-pool-load",
    intervalSeconds: FAST_SECONDS,
    recordings: Object.keys(LOAD_SERIES) as LoadKey[],
    alerts: [],
  },
  {
    // A trend over a quarter of an hour: 15 s older harms nothing.
    name: "plimsoll-pool-floor",
    intervalSeconds: SLOW_SECONDS,
    recordings: Object.keys(FLOOR_SERIES) as FloorKey[],
    alerts: [],
  },
  {
    name: "plimsoll-pool-tickets",
    intervalSeconds: TICKET_SECONDS,
    recordings: Object.keys(TICKET_SERIES) as TicketKey[],
    alerts: [
      poolParked,
      poolWaitBudgetBurnSlow,
      poolOpenTransaction,
      poolConfigFinding,
      poolTooSmall,
      poolTooLarge,
      queryAmplification,
    ],
  },
  {
    name: "plimsoll-server",
    intervalSeconds: SLOW_SECONDS,
    recordings: Object.keys(SERVER_SERIES) as ServerKey[],
    alerts: [serverConnectionsHigh, scaleOutFutile, connectionBudgetExceeded, replicationLagHigh],
  },
  {
    name: "plimsoll-service",
    intervalSeconds: SLOW_SECONDS,
    recordings: Object.keys(SERVICE_SERIES) as ServiceKey[],
    alerts: [httpErrorBudgetBurn, telemetryMissing, watchdog],
  },
  {
    // For panels only, apart from what pages: histograms and single instances are many series.
    name: "plimsoll-dashboards",
    intervalSeconds: SLOW_SECONDS,
    recordings: Object.keys(DASHBOARD_SERIES) as DashboardKey[],
    alerts: [],
  },
  {
    name: "plimsoll-dashboards-queries",
    intervalSeconds: QUERY_SECONDS,
    recordings: Object.keys(QUERY_SERIES) as QueryKey[],
    alerts: [],
  },
  {
    name: "plimsoll-dashboards-traffic",
    intervalSeconds: SLOW_SECONDS,
    recordings: Object.keys(TRAFFIC_SERIES) as TrafficKey[],
    alerts: [],
  },
];

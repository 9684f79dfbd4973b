import type { AlertDefinition } from "./alert.ts";
import { connectionBudgetExceeded } from "./connection-budget-exceeded.ts";
import { eventLoopBlocked } from "./event-loop-blocked.ts";
import { httpErrorBudgetBurn } from "./http-error-budget-burn.ts";
import { poolConfigFinding } from "./pool-config-finding.ts";
import { poolConnectFailing } from "./pool-connect-failing.ts";
import { poolExhaustionPredicted } from "./pool-exhaustion-predicted.ts";
import { poolHeldByApplication } from "./pool-held-by-application.ts";
import { poolLeak } from "./pool-leak.ts";
import { poolLockQueue } from "./pool-lock-queue.ts";
import { poolNestedAcquire } from "./pool-nested-acquire.ts";
import { poolOpenTransaction } from "./pool-open-transaction.ts";
import { poolParked } from "./pool-parked.ts";
import { poolPressure } from "./pool-pressure.ts";
import { poolSlowQueries } from "./pool-slow-queries.ts";
import { poolStalled } from "./pool-stalled.ts";
import { poolTooLarge } from "./pool-too-large.ts";
import { poolTooSmall } from "./pool-too-small.ts";
import { poolTrafficSurge } from "./pool-traffic-surge.ts";
import { poolWaitBudgetBurnSlow } from "./pool-wait-budget-burn-slow.ts";
import { queryAmplification } from "./query-amplification.ts";
import { replicationLagHigh } from "./replication-lag-high.ts";
import { scaleOutFutile } from "./scale-out-futile.ts";
import { serverConnectionsExhausted } from "./server-connections-exhausted.ts";
import { serverConnectionsHigh } from "./server-connections-high.ts";
import { telemetryMissing } from "./telemetry-missing.ts";
import { watchdog } from "./watchdog.ts";
import { writesOnReadOnly } from "./writes-on-read-only.ts";

/**
 * Every alert: first the causes of a pool's shortage in the order of blame (`BLAME`), then other pages, tickets and meta. A
 * group evaluates its own in this order, so that a later one sees in `ALERTS` what an earlier one has just named.
 */
export const ALERTS: readonly AlertDefinition[] = [
  serverConnectionsExhausted,
  poolConnectFailing,
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
  writesOnReadOnly,
  serverConnectionsHigh,
  scaleOutFutile,
  httpErrorBudgetBurn,
  connectionBudgetExceeded,
  replicationLagHigh,
  poolParked,
  poolWaitBudgetBurnSlow,
  poolOpenTransaction,
  poolConfigFinding,
  poolTooSmall,
  poolTooLarge,
  queryAmplification,
  telemetryMissing,
  watchdog,
];

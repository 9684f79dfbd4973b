import type { AlertDefinition } from "./alert.ts";
import { poolLeak } from "./pool-leak.ts";
import { poolPressure } from "./pool-pressure.ts";
import { poolSlowQueries } from "./pool-slow-queries.ts";
import { poolStalled } from "./pool-stalled.ts";
import { poolTrafficSurge } from "./pool-traffic-surge.ts";

/**
 * Every alert, in order of blame: the first is the most specific cause. The group evaluates them in this order, so that a
 * later one sees in `ALERTS` what an earlier one has just named; Alertmanager's inhibition follows it too.
 */
export const ALERTS: readonly AlertDefinition[] = [
  poolLeak,
  poolSlowQueries,
  poolTrafficSurge,
  poolStalled,
  poolPressure,
];

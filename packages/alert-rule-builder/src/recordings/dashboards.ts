import { ATTRIBUTE, type MetricDefinition, POOL_METRICS, prometheusLabel } from "@plimsoll/catalog";
import { perInstance, perPool, perProcess } from "../pool-labels.ts";
import { binary, call, chain, type Expression, offset, over } from "../promql.ts";
import { recorded } from "../recorded.ts";
import type { DashboardKey } from "../recorded/dashboard-series.ts";
import type { Thresholds } from "../thresholds.ts";
import { attributeIs, newest, ofHistogram, rateOf } from "./inputs.ts";
import { isLine } from "./forecast.ts";
import { makesWait } from "./pressure.ts";

/** Stands for "not in sight" in a column that is sorted by time. */
const NOT_IN_SIGHT_SECONDS = 86_400;

/** The state from which on requests have to wait. */
const WAITING_STATE = 4;

/** Used as good as whole: what is left of a pool of 100 is one connection. */
const FULL = 0.99;

/** What only panels read of a pool and its instances. */
export function dashboardRecordings(
  thresholds: Thresholds,
): Readonly<Record<DashboardKey, Expression>> {
  const fresh = thresholds.freshSeconds;
  const pending = newest(POOL_METRICS.pendingRequests, fresh);
  const saturated = rateOf(
    POOL_METRICS.pressureSeconds,
    thresholds,
    attributeIs("level", "saturated"),
  );
  const buckets = (metric: MetricDefinition): Expression =>
    perPool("sum", ofHistogram("rate", metric, "bucket", thresholds.rateWindowSeconds), ["le"]);
  // A histogram records when a wait ends, so in a total stall it is silent: no rule reads it.
  const p99 = (metric: MetricDefinition): Expression =>
    call("histogram_quantile", 0.99, buckets(metric));
  const rateBy = (
    metric: MetricDefinition,
    ...attributes: readonly (keyof typeof ATTRIBUTE)[]
  ): Expression =>
    perPool(
      "sum",
      rateOf(metric, thresholds),
      attributes.map((attribute) => prometheusLabel(ATTRIBUTE[attribute])),
    );
  return {
    state: state(thresholds),
    exhaustion: exhaustion(thresholds),
    waiters: perPool("sum", pending),
    saturatedShare: perPool("avg", saturated),
    waitP99: p99(POOL_METRICS.waitTime),
    holdP99: p99(POOL_METRICS.useTime),
    waitBuckets: buckets(POOL_METRICS.waitTime),
    holdBuckets: buckets(POOL_METRICS.useTime),
    connectBuckets: buckets(POOL_METRICS.createTime),
    outcomes: rateBy(POOL_METRICS.requests, "outcome"),
    closed: rateBy(POOL_METRICS.connectionsClosed, "reason"),
    shed: rateBy(POOL_METRICS.shedRequests),
    nPlusOne: binary(rateBy(POOL_METRICS.nPlusOneSuspects, "httpRoute"), ">", 0),
    ...ofInstances(thresholds),
  };
}

type InstanceKey = Extract<DashboardKey, `instance${string}`>;

function ofInstances(thresholds: Thresholds): Readonly<Record<InstanceKey, Expression>> {
  const fresh = thresholds.freshSeconds;
  const limit = perInstance("sum", newest(POOL_METRICS.limit, thresholds.rateWindowSeconds));
  const used = perInstance("sum", rateOf(POOL_METRICS.usedSeconds, thresholds));
  const waiter = newest(POOL_METRICS.oldestSeconds, fresh, attributeIs("of", "waiter"));
  const suspects = newest(POOL_METRICS.leakSuspects, thresholds.rateWindowSeconds);
  return {
    instanceUse: binary(used, "/", binary(limit, ">", 0)),
    instanceConnections: perInstance("sum", newest(POOL_METRICS.count, fresh), [
      prometheusLabel(ATTRIBUTE.state),
    ]),
    instanceWaiters: perInstance("sum", newest(POOL_METRICS.pendingRequests, fresh)),
    instanceOldest: perInstance("max", waiter),
    instanceSuspects: binary(perInstance("sum", perProcess("sum", suspects)), ">", 0),
  };
}

/** One number for what a table cell or a timeline shows in words; the worst that holds. */
function state(thresholds: Thresholds): Expression {
  return chain(
    "or",
    level(5, binary(recorded("stalled"), "==", 1)),
    level(WAITING_STATE, makesWait(thresholds)),
    level(3, binary(recorded("forecast"), "==", 1)),
    level(3, binary(recorded("floorForecast"), "==", 1)),
    level(2, binary(recorded("suspectsMax"), ">", 0)),
    level(1, binary(recorded("saturation"), ">", recorded("safeUse"))),
    binary(0, "*", recorded("limit")),
  );
}

function level(value: number, condition: Expression): Expression {
  return binary(value, "+", binary(0, "*", condition));
}

/** Dense, so that a table can be sorted by it. */
function exhaustion(thresholds: Thresholds): Expression {
  const use = recorded("saturation");
  return call(
    "clamp_max",
    chain(
      "or",
      // One stalled instance of three is no full fleet, and yet requests wait.
      level(0, binary(recorded("state"), ">=", WAITING_STATE)),
      level(0, binary(use, ">=", FULL)),
      // A leak is no swing of the traffic: it need not be watched for five minutes.
      binary(
        toFull(thresholds.forecastShortWindowSeconds, thresholds),
        "and",
        binary(recorded("suspectsMax"), ">", 0),
      ),
      toFull(thresholds.forecastLongWindowSeconds, thresholds),
      level(NOT_IN_SIGHT_SECONDS, use),
    ),
    NOT_IN_SIGHT_SECONDS,
  );
}

/** A use that wanders is not believed: only one that a line explains. A process that has just started rises in a line too. */
function toFull(window: number, thresholds: Thresholds): Expression {
  const use = recorded("saturation");
  const slope = call("deriv", over(use, window));
  return chain(
    "and",
    binary(binary(1, "-", use), "/", binary(slope, ">", 0)),
    isLine("saturation", window, thresholds),
    offset(use, window),
  );
}

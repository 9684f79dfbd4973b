import { WAIT_BUCKETS } from "@plimsoll/catalog";
import type { Thresholds } from "../thresholds.ts";

/** The thresholds that are numbers. */
export type NumericThreshold = Exclude<keyof Thresholds, "quietRoutes" | "quietPools">;

/** What a threshold may be. */
export interface ThresholdRule {
  /** One phrase: what is compared with it. Why the default is as it is stands in `thresholds.ts`. */
  readonly meaning: string;
  /** `whole`: a window or a count, which PromQL takes in whole numbers only. */
  readonly kind: "whole" | "any";
  readonly minimum: number;
  readonly maximum: number;
  /** The only values that work. */
  readonly oneOf?: readonly number[];
  /** Half of it is a window too. */
  readonly isEven?: true;
}

const DAY_SECONDS = 86_400;

/**
 * Bounds of the wait histogram that are spelt alike everywhere: Prometheus 3 writes `le="1.0"` where Prometheus 2 keeps `le="1"`, so
 * a whole number would find no series in one of them.
 */
const WAIT_BOUNDS: readonly number[] = WAIT_BUCKETS.filter((bound) => !Number.isInteger(bound));

/** The rule of every threshold. Upper bounds are far out: they catch a slip, such as milliseconds, not an opinion. */
export const THRESHOLD_RULES: Readonly<Record<NumericThreshold, ThresholdRule>> = {
  rateWindowSeconds: seconds(10, 600, "window of every rate; at least four scrapes"),
  freshSeconds: seconds(5, 300, "age at which a reading of waiters is no longer believed"),
  grantWindowSeconds: seconds(10, 600, "window in which the two newest scrapes must be"),
  sustainedSeconds: seconds(5, 3600, "how long pressure must hold before it pages"),
  stalledSeconds: seconds(5, 3600, "how long a stall or a severe wait must hold before it pages"),
  keepFiringSeconds: seconds(1, DAY_SECONDS, "how long an alert stays after its condition ended"),
  instanceShare: share("share of the limit on instances with a fault, above which it pages"),
  leakSuspects: count("leak suspects of one instance, from which they page"),
  leakRatio: share("leak suspects over one instance's limit, above which they page"),
  leakRatioUnderPressure: share("the same, when requests wait as well"),
  lateShareOfTimeout: share("share of the acquire timeout after which a waiter is late"),
  severeShareOfTimeout: share("share of the acquire timeout after which a wait is severe"),
  patienceSeconds: number(0.1, 3600, "stands for the acquire timeout where there is none"),
  waitingShare: share("share of the time in which somebody waits, above which it is pressure"),
  waitSeconds: number(0.001, 60, "mean wait above which it is pressure"),
  stalledWaiterSeconds: number(
    0.1,
    600,
    "age of the oldest waiter above which a stall is possible",
  ),
  stalledDrainSeconds: number(1, 3600, "time to serve the queue above which it is a stall"),
  stalledHoldSeconds: number(
    1,
    3600,
    "time in which a working connection is granted at least once",
  ),
  forecastSeconds: seconds(30, DAY_SECONDS, "how far the forecast looks"),
  forecastLongWindowSeconds: seconds(60, DAY_SECONDS, "long window of the trend"),
  forecastShortWindowSeconds: seconds(30, DAY_SECONDS, "short window of the trend"),
  forecastFloor: share("saturation below which nothing is forecast"),
  forecastFit: share("R² that the trend must have"),
  floorSeconds: seconds(30, 3600, "window of the floor: the lowest use in it"),
  floorWindowSeconds: seconds(60, DAY_SECONDS, "window of the floor's trend"),
  floorForecastSeconds: seconds(30, DAY_SECONDS, "how far the floor's forecast looks"),
  floorLevel: share("floor below which nothing is forecast from it"),
  floorSustainedSeconds: seconds(5, 3600, "how long the floor's forecast must hold"),
  baselineSeconds: seconds(
    300,
    7 * DAY_SECONDS,
    "window of the baseline that growth compares with",
  ),
  baselineOffsetSeconds: seconds(60, DAY_SECONDS, "how long ago the baseline ended"),
  baselineHistorySeconds: seconds(60, 7 * DAY_SECONDS, "history that a baseline needs"),
  demandGrowth: growth("demand over its baseline, above which it is the cause"),
  holdGrowth: growth("hold over its baseline, above which it is the cause"),
  queryShare: share("share of held time with a query in flight, from which the database is slow"),
  holdMinimumRate: number(0, 1e6, "grants per second below which no cause is named from holds"),
  nestedRate: number(0, 1e6, "nested acquires per second above which they page"),
  safeUseOfOne: share("safe mean use of a pool with a limit of 1"),
  probeFreshSeconds: seconds(10, 600, "age at which a reading of the server is no longer believed"),
  serverUsed: share("share of the server's connections in use, above which it pages"),
  serverUsedSeconds: seconds(5, DAY_SECONDS, "how long that must hold"),
  budgetSeconds: seconds(60, 7 * DAY_SECONDS, "how long a budget must be exceeded for a ticket"),
  replicationLagSeconds: number(0.1, DAY_SECONDS, "replication lag above which there is a ticket"),
  replicationLagHoldsSeconds: seconds(5, DAY_SECONDS, "how long that must hold"),
  scaleOutGrowth: growth("instances over those before, from which it is a scale-out"),
  scaleOutSeconds: seconds(60, DAY_SECONDS, "how long ago 'before' is"),
  scaleOutSettleSeconds: seconds(30, DAY_SECONDS, "how long the new instances must be there"),
  scaleOutGain: growth("grants over those before, up to which the scale-out was futile"),
  burnWindowSeconds: seconds(60, 3600, "short window of the burn rates"),
  httpErrorBudget: budget(0.05, "share of HTTP requests that may fail or take over 1 s"),
  httpMinimumRate: number(0, 1e6, "HTTP requests per second below which no budget burns"),
  waitBudget: budget(0.3, "share of acquires that may be slow"),
  slowWaitSeconds: {
    ...number(0.001, 2.5, "wait above which an acquire is slow; a bound of the wait histogram"),
    oneOf: WAIT_BOUNDS,
  },
  seenSeconds: seconds(300, 7 * DAY_SECONDS, "how long a silent instance is missed"),
  blindSeconds: seconds(30, DAY_SECONDS, "silence after which it is missed"),
  parkedSeconds: seconds(30, 7 * DAY_SECONDS, "how long a leak suspect stays before a ticket"),
  findingSeconds: seconds(60, 7 * DAY_SECONDS, "how long a config finding stays before a ticket"),
  sizeSeconds: {
    ...seconds(3600, 30 * DAY_SECONDS, "window that judges a pool as too small"),
    isEven: true,
  },
  sizeShare: share("quantile of the use in that window"),
  peakSeconds: seconds(2 * DAY_SECONDS, 60 * DAY_SECONDS, "window that judges a pool as too large"),
  peakRatio: share("peak over the limit, below which a pool is too large"),
  peakMinimumLimit: number(1, 1e6, "limit up to which no pool is too large"),
  amplification: growth(
    "acquires per HTTP request over their baseline, above which there is a ticket",
  ),
  amplificationSeconds: seconds(30, DAY_SECONDS, "how long that must hold"),
};

/** Two thresholds of which the first must be less than the second, or nothing would be left to judge. */
export interface ThresholdOrder {
  readonly less: NumericThreshold;
  readonly more: NumericThreshold;
  readonly why: string;
}

/** Every such pair. */
export const THRESHOLD_ORDERS: readonly ThresholdOrder[] = [
  {
    less: "freshSeconds",
    more: "sustainedSeconds",
    why: "the last reading of a killed instance would page by itself",
  },
  {
    less: "lateShareOfTimeout",
    more: "severeShareOfTimeout",
    why: "each late waiter would be a severe one, and page as soon",
  },
  {
    less: "forecastShortWindowSeconds",
    more: "forecastLongWindowSeconds",
    why: "the short window shows that the trend of the long one still goes on",
  },
  {
    less: "floorSeconds",
    more: "floorWindowSeconds",
    why: "its trend would be that of one value",
  },
  {
    less: "baselineOffsetSeconds",
    more: "baselineHistorySeconds",
    why: "a baseline would count before it has a value",
  },
  {
    less: "scaleOutSettleSeconds",
    more: "scaleOutSeconds",
    why: "the new instances would be compared with themselves",
  },
  {
    less: "blindSeconds",
    more: "seenSeconds",
    why: "an instance would be forgotten before it is missed",
  },
];

function seconds(minimum: number, maximum: number, meaning: string): ThresholdRule {
  return { kind: "whole", minimum, maximum, meaning };
}

function number(minimum: number, maximum: number, meaning: string): ThresholdRule {
  return { kind: "any", minimum, maximum, meaning };
}

function count(meaning: string): ThresholdRule {
  return seconds(1, 10_000, meaning);
}

function share(meaning: string): ThresholdRule {
  return number(0, 1, meaning);
}

function growth(meaning: string): ThresholdRule {
  return number(1, 100, meaning);
}

/** Above `maximum` the burn rate that the alerts wait for is more than all requests. */
function budget(maximum: number, meaning: string): ThresholdRule {
  return number(0.000_01, maximum, meaning);
}

/** A rule in words: `a whole number from 1 to 10000`. */
export function ruleText(rule: ThresholdRule): string {
  if (rule.oneOf !== undefined) return `one of ${rule.oneOf.join(", ")}`;
  const what = rule.isEven
    ? "an even number"
    : rule.kind === "whole"
      ? "a whole number"
      : "a number";
  return `${what} from ${rule.minimum} to ${rule.maximum}`;
}

import { STALL } from "@plimsoll/catalog";

/** The numbers that the rules judge by. Each reason stands once, at its default below. */
export interface Thresholds {
  readonly rateWindowSeconds: number;
  readonly freshSeconds: number;
  readonly grantWindowSeconds: number;
  readonly sustainedSeconds: number;
  readonly stalledSeconds: number;
  readonly keepFiringSeconds: number;
  readonly instanceShare: number;
  readonly leakSuspects: number;
  readonly leakRatio: number;
  readonly leakRatioUnderPressure: number;
  readonly lateShareOfTimeout: number;
  readonly severeShareOfTimeout: number;
  readonly patienceSeconds: number;
  readonly waitingShare: number;
  readonly waitSeconds: number;
  readonly stalledWaiterSeconds: number;
  readonly stalledDrainSeconds: number;
  readonly stalledHoldSeconds: number;
  readonly forecastSeconds: number;
  readonly forecastLongWindowSeconds: number;
  readonly forecastShortWindowSeconds: number;
  readonly forecastFloor: number;
  readonly forecastFit: number;
  readonly floorSeconds: number;
  readonly floorWindowSeconds: number;
  readonly floorForecastSeconds: number;
  readonly floorLevel: number;
  readonly floorSustainedSeconds: number;
  readonly baselineSeconds: number;
  readonly baselineOffsetSeconds: number;
  readonly baselineHistorySeconds: number;
  readonly demandGrowth: number;
  readonly holdGrowth: number;
  readonly queryShare: number;
  readonly holdMinimumRate: number;
  readonly nestedRate: number;
  readonly safeUseOfOne: number;
  readonly quietRoutes: readonly string[];
  readonly quietPools: readonly string[];
  readonly probeFreshSeconds: number;
  readonly serverUsed: number;
  readonly serverUsedSeconds: number;
  readonly budgetSeconds: number;
  readonly replicationLagSeconds: number;
  readonly replicationLagHoldsSeconds: number;
  readonly scaleOutGrowth: number;
  readonly scaleOutSeconds: number;
  readonly scaleOutSettleSeconds: number;
  readonly scaleOutGain: number;
  readonly burnWindowSeconds: number;
  readonly httpErrorBudget: number;
  readonly httpMinimumRate: number;
  readonly waitBudget: number;
  readonly slowWaitSeconds: number;
  readonly seenSeconds: number;
  readonly blindSeconds: number;
  readonly parkedSeconds: number;
  readonly findingSeconds: number;
  readonly sizeSeconds: number;
  readonly sizeShare: number;
  readonly peakSeconds: number;
  readonly peakRatio: number;
  readonly peakMinimumLimit: number;
  readonly amplification: number;
  readonly amplificationSeconds: number;
}

export const DEFAULT_THRESHOLDS: Thresholds = {
  /** Window of every rate: four samples of a 15 s scrape, so that one missed scrape still leaves the two that `rate()` needs. */
  rateWindowSeconds: 60,

  /**
   * Age at which a waiter reading is no longer believed. Over one 15 s scrape, so that it bridges each gap between scrapes;
   * under `sustainedSeconds`, so that the last reading of a killed instance cannot page by itself.
   */
  freshSeconds: 20,

  /**
   * `irate()` looks back this far for the two newest samples: two scrapes of 15 s and slack. It is the rate between the two
   * last scrapes at any scrape interval, so a stall shows after two scrapes and not after a whole rate window.
   */
  grantWindowSeconds: 40,

  /** Pressure must hold for this long. Bursts of 10 to 20 s heal by themselves (measured controls, facts/alerts.md 1.3). */
  sustainedSeconds: 30,

  /**
   * A stall must hold for this long, and a severe wait. A restart or failover of the database takes about 10 s and heals by itself; a common
   * acquire timeout is 5 to 30 s, so waiting longer than this would page after the errors.
   */
  stalledSeconds: 15,

  /** A page stays for this long after its condition ends: a fault that comes and goes is one page, and a name keeps its place. */
  keepFiringSeconds: STALL.keepFiringSeconds,

  /**
   * An instance-level fault that stops requests pages when more than this share of the pool's limit stands on such instances.
   * One slow instance of ten must not page the service; one of nine or fewer does.
   */
  instanceShare: STALL.instanceShare,

  /** One connection parked for 30 s may be a slow outside call; two at once on one instance repeat, and a leak repeats. */
  leakSuspects: 2,

  /** And they must matter: more than a tenth of one instance's limit. With a limit of 10, two. */
  leakRatio: 0.1,

  /**
   * Small pools cannot wait for a second suspect: in a pool of 1 to 5 the first one takes a fifth of it or more. It pages only
   * when requests wait as well, because a lone parked connection that hurts nobody is a ticket.
   */
  leakRatioUnderPressure: 0.2,

  /**
   * A waiter is late when it has used a fifth of its acquire timeout: four fifths are then left to act in. A tenth
   * doubled the evaluations in which a busy pool with 1 s holds looked late (206 and not 109 of 1440, 10 at 80 % use).
   */
  lateShareOfTimeout: 0.2,

  /**
   * A wait is severe when it has used half of its acquire timeout: users are harmed already, and the errors are next. It pages
   * by the process's own verdict once it has held for as long as a stall. Half and not two fifths: in 24 simulated hours each
   * of seven busy pools (30 to 90 % use) it would add 21 moments to the 148 in which pressure holds for 30 s, two fifths 55.
   */
  severeShareOfTimeout: 0.5,

  /** Stands for the acquire timeout when there is none (node-postgres' default): late is then 1 s, where user harm starts. */
  patienceSeconds: 5,

  /**
   * Somebody waits in most of the time. Erlang C: a pool of 10 at 70 % use has a waiter in 16 % of the time, one of 50 at
   * 85 % in 17 %, one of 10 at 80 % in 33 %, at 90 % in 60 %. Over a minute it also ignores bursts of up to 45 s.
   */
  waitingShare: 0.75,

  /** And the mean wait is one that a user can feel: 0.1 s on each acquire, of which a request makes several. */
  waitSeconds: 0.1,

  /** A waiter of over 1 s: user harm starts there. */
  stalledWaiterSeconds: STALL.waiterSeconds,

  /**
   * Next to nothing is granted: at the present rate of grants the queue would take over 30 s to be served, the longest common
   * acquire timeout. Compares the queue with the grants, so it needs no baseline, holds with no grant and no new request at
   * all, and is false without waiters.
   */
  stalledDrainSeconds: STALL.drainSeconds,

  /**
   * And each connection is granted less than once in this time. Without it, a queue that may grow for ever (no acquire timeout)
   * makes any overload look like a stall, at full throughput.
   */
  stalledHoldSeconds: STALL.holdSeconds,

  /** How far the forecast looks: the time that a human needs to act. */
  forecastSeconds: 300,

  /** The forecast must agree over two windows: the long one shows a trend, the short one that it still goes on. */
  forecastLongWindowSeconds: 300,
  forecastShortWindowSeconds: 120,

  /** No forecast below this saturation: from there it is a guess (measured, facts/alerts.md 1.3). */
  forecastFloor: 0.7,

  /**
   * The share of the saturation's variance that the straight line must explain (R²). A ramp reaches it when it fills 40 % of
   * the long window. Noise around a level seldom does: a pool of 50 at 85 % use with 1 s holds, simulated for 6 h, had a
   * forecast of running out in 31 evaluations without this and in 4 with it; at 0.8, ramps of 3 min were seen too late.
   */
  forecastFit: 0.7,

  /** Two minutes hold a quiet moment of every pool that is not short. */
  floorSeconds: 120,

  /** Long enough for three steps of a pool of 10 that loses a connection every five minutes: a line, and not a jump. */
  floorWindowSeconds: 900,

  /** The floor is smooth, so it can be believed for twice as long as the use. */
  floorForecastSeconds: 600,

  /** Half of the pool does not come back: below that a morning's rise looks the same. */
  floorLevel: 0.5,

  /** Four evaluations of its group. */
  floorSustainedSeconds: 60,

  /** Baselines: the mean of 30 min that ended 10 min ago, so that neither the incident nor the ramp before it is part of them. */
  baselineSeconds: 1800,
  baselineOffsetSeconds: 600,

  /** A baseline needs at least half of its window: the series existed 25 min ago. Before that, growth is unknown, not large. */
  baselineHistorySeconds: 1500,

  /** Demand is named as the cause from 30 % above its baseline (13 of 13 simulated faults named right, facts/alerts.md 0.4). */
  demandGrowth: 1.3,

  /** Holds are named as the cause from 50 % above their baseline; below that, demand may be. Same source. */
  holdGrowth: 1.5,

  /** Slow queries: at least this share of the held time has a query in flight. Below it the app holds, not the database. */
  queryShare: 0.6,

  /** A mean hold of fewer grants per second than this is an anecdote: no cause is named from it. */
  holdMinimumRate: 0.2,

  /** Nested acquires per second, over all instances, from which they are a habit of the code and not one odd request. */
  nestedRate: 0.1,

  /** Erlang C for a limit of 1: a fifth of the acquires wait at a fifth of the use. */
  safeUseOfOne: 0.2,

  /** Routes and pools that may park connections for minutes, such as a nightly batch: they are no leak suspects. */
  quietRoutes: [],
  quietPools: [],

  /** The server probe asks every 10 s, its numbers come with a scrape of up to 15 s. */
  probeFreshSeconds: 40,

  /** A server with a tenth of its connections left: the next roll-out, which adds a quarter, does not fit. */
  serverUsed: 0.9,

  /** A roll-out's old and new instances overlap for less. */
  serverUsedSeconds: 60,

  /** A rolling update runs more instances than usual for minutes; a budget that is too small stays so. */
  budgetSeconds: 900,

  /** Readers of a standby see data of half a minute ago, for two minutes: a burst of writes is replayed within one. */
  replicationLagSeconds: 30,
  replicationLagHoldsSeconds: 120,

  /**
   * A quarter more instances than 4 min ago, for 2 min, is a scale-out: a roll-out's surge ends sooner. So it is judged between
   * the second and the fourth minute of the new instances.
   */
  scaleOutGrowth: 1.25,
  scaleOutSeconds: 240,
  scaleOutSettleSeconds: 120,

  /** It was futile when a tenth more or less is granted than before it. */
  scaleOutGain: 1.1,

  /** The short window of a burn rate. Source: Google SRE Workbook, chapter 5, table 5-6. */
  burnWindowSeconds: 300,

  /** One request of a thousand may fail or take over 1 s: an objective of 99.9 %. */
  httpErrorBudget: 0.001,

  /** Of fewer requests per second than this a single failure would be a burn. */
  httpMinimumRate: 0.2,

  /** One acquire of a hundred may wait for over 50 ms. */
  waitBudget: 0.01,

  /** A bound of the wait histogram; half of a wait that a user can feel. */
  slowWaitSeconds: 0.05,

  /** An instance that was seen within the hour is missed. */
  seenSeconds: 3600,

  /** Silent for two minutes: more than a restart, or two failed scrapes of a minute. */
  blindSeconds: 120,

  /** A connection parked for 5 min on top of the leak threshold is no slow outside call. */
  parkedSeconds: 300,

  /** A new version's settings that stay: not those of a roll-out. */
  findingSeconds: 600,

  /** The 95th percentile over a day is the mean of the busiest hour or so. */
  sizeSeconds: 86_400,
  sizeShare: 0.95,

  /** A week with a peak of a fifth of the limit: four fifths were never used. */
  peakSeconds: 604_800,
  peakRatio: 0.2,

  /** Smaller pools have nothing to give back. */
  peakMinimumLimit: 5,

  /** Twice as many acquires per HTTP request as usual for 5 min: a cache is gone, or a loop runs queries. */
  amplification: 2,
  amplificationSeconds: 300,
};

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
  readonly baselineSeconds: number;
  readonly baselineOffsetSeconds: number;
  readonly baselineHistorySeconds: number;
  readonly demandGrowth: number;
  readonly holdGrowth: number;
  readonly queryShare: number;
  readonly holdMinimumRate: number;
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
   * A stall must hold for this long. A restart or failover of the database takes about 10 s and heals by itself; a common
   * acquire timeout is 5 to 30 s, so waiting longer than this would page after the errors.
   */
  stalledSeconds: 15,

  /** A page stays for this long after its condition ends: a fault that comes and goes is one page, and a name keeps its place. */
  keepFiringSeconds: 120,

  /**
   * An instance-level fault that stops requests pages when more than this share of the pool's limit stands on such instances.
   * One slow instance of ten must not page the service; one of nine or fewer does.
   */
  instanceShare: 0.1,

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
  stalledWaiterSeconds: 1,

  /**
   * Next to nothing is granted: at the present rate of grants the queue would take over 30 s to be served, the longest common
   * acquire timeout. Compares the queue with the grants, so it needs no baseline, holds with no grant and no new request at
   * all, and is false without waiters.
   */
  stalledDrainSeconds: 30,

  /**
   * And each connection is granted less than once in this time. Without it, a queue that may grow for ever (no acquire timeout)
   * makes any overload look like a stall, at full throughput.
   */
  stalledHoldSeconds: 10,

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
};

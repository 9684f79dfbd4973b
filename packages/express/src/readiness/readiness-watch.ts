import type { Clock, PoolRegistry, PoolTracker } from "@plimsoll/pool-observer";
import { guard } from "../guard.ts";
import type { DatabaseProbe, ProbeState } from "./database-probe.ts";
import { judgeReadiness, type PoolState, type Readiness } from "./judge-readiness.ts";
import { PoolPulse } from "./pool-pulse.ts";

const SAMPLE_SECONDS = 1;

/** What a watch is made of. */
export interface ReadinessWatchOptions {
  readonly registry: PoolRegistry;
  readonly clock: Clock;
  readonly probe: DatabaseProbe | undefined;
  readonly probeFailures: number;
  readonly requiredPools: readonly string[];
  readonly notReadyAfterStalledSeconds: number;
}

/** Follows every pool and the probe by timers of its own, so that an answer costs nothing, however often it is asked for. */
export class ReadinessWatch {
  readonly #options: ReadinessWatchOptions;
  #pulses = new Map<PoolTracker, PoolPulse>();
  #timer: NodeJS.Timeout | undefined;
  #isShuttingDown = false;
  #isStarted = false;

  constructor(options: ReadinessWatchOptions) {
    this.#options = options;
  }

  /** Begins to watch; keeps no process alive. */
  start(): void {
    this.#timer = setInterval(() => {
      guard(
        () => this.sample(),
        () => {},
      );
    }, SAMPLE_SECONDS * 1000);
    this.#timer.unref();
    this.#options.probe?.start();
  }

  /** From now on not ready, for good. */
  shutDown(): void {
    this.#isShuttingDown = true;
    clearInterval(this.#timer);
    this.#options.probe?.stop();
  }

  get probeState(): ProbeState | undefined {
    return this.#options.probe?.state;
  }

  /** Takes the pulse of every pool. Pools that ended, or left the registry, are forgotten. */
  sample(): void {
    const now = this.#options.clock();
    const pulses = new Map<PoolTracker, PoolPulse>();
    for (const tracker of this.#options.registry.trackers()) {
      if (tracker.isEnded) continue;
      const pulse = this.#pulses.get(tracker) ?? new PoolPulse();
      pulse.note(tracker.read(), now);
      pulses.set(tracker, pulse);
      this.#isStarted ||= pulse.hasServed(now);
    }
    this.#pulses = pulses;
  }

  /** How each pool stands, by its last sample and its counts of now. */
  pools(): PoolState[] {
    const now = this.#options.clock();
    return [...this.#pulses].map(([tracker, pulse]) => ({
      name: tracker.name,
      ...tracker.counts(),
      failuresSinceAlive: pulse.failuresSinceAlive,
      silentSeconds: pulse.silentSeconds(now),
      hasServed: pulse.hasServed(now),
      stalledSeconds: pulse.stalledSeconds(now),
      lastError: pulse.lastError,
    }));
  }

  readiness(): Readiness {
    const probe = this.probeState;
    this.#isStarted ||= probe?.hasSucceeded === true;
    return judgeReadiness({
      isShuttingDown: this.#isShuttingDown,
      isStarted: this.#isStarted,
      pools: this.pools(),
      requiredPools: this.#options.requiredPools,
      probe,
      probeFailures: this.#options.probeFailures,
      notReadyAfterStalledSeconds: this.#options.notReadyAfterStalledSeconds,
    });
  }
}

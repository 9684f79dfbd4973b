import { type Clock, monotonicSeconds } from "./clock.ts";
import type { DurationRecorder } from "./duration-recorder.ts";
import { type PoolIdentity, poolAttributes, poolName } from "./pool-identity.ts";
import type { PoolSource } from "./pool-source.ts";
import { PoolTracker } from "./pool-tracker.ts";

/** Seconds that a connection may be parked before it is a leak suspect: the slowest honest pause between two queries is far shorter. */
export const LEAK_AFTER_SECONDS = 30;

// Every reader must collect an ended pool's last values once; the SDK's default export interval is 60 s.
const KEEP_ENDED_SECONDS = 300;

export interface PoolRegistryOptions {
  /** @default monotonicSeconds */
  readonly clock?: Clock;
  /** @default {@link LEAK_AFTER_SECONDS} */
  readonly leakAfterSeconds?: number;
}

/** All pools of a process, each under a name of its own. */
export class PoolRegistry {
  readonly #clock: Clock;
  readonly #trackers = new Map<string, PoolTracker>();
  readonly #endedSince = new Map<string, number>();
  #recorder: DurationRecorder | undefined;
  leakAfterSeconds: number;

  constructor(options: PoolRegistryOptions = {}) {
    this.#clock = options.clock ?? monotonicSeconds;
    this.leakAfterSeconds = options.leakAfterSeconds ?? LEAK_AFTER_SECONDS;
  }

  /** Starts to account for a pool. A name that another pool has is followed by `#2`, `#3` … */
  add(identity: PoolIdentity, source: PoolSource): PoolTracker {
    const name = this.#uniqueName(poolName(identity));
    const tracker = new PoolTracker({
      name,
      attributes: poolAttributes(name, identity),
      source,
      clock: this.#clock,
      leakAfterSeconds: this.leakAfterSeconds,
      recorder: () => this.#recorder,
    });
    this.#trackers.set(name, tracker);
    return tracker;
  }

  /** Who is told of finished durations of every pool from now on. */
  recordTo(recorder: DurationRecorder | undefined): void {
    this.#recorder = recorder;
  }

  /** The pools to report. An ended pool stays for {@link KEEP_ENDED_SECONDS}, so that every reader sees its zeros, and leaves then. */
  *trackers(): Generator<PoolTracker> {
    const now = this.#clock();
    for (const [name, tracker] of this.#trackers) {
      if (tracker.isEnded) {
        const since = this.#endedSince.get(name) ?? now;
        this.#endedSince.set(name, since);
        if (now - since > KEEP_ENDED_SECONDS) {
          this.#trackers.delete(name);
          this.#endedSince.delete(name);
          continue;
        }
      }
      yield tracker;
    }
  }

  #uniqueName(name: string): string {
    if (!this.#trackers.has(name)) return name;
    for (let n = 2; ; n += 1) if (!this.#trackers.has(`${name}#${n}`)) return `${name}#${n}`;
  }
}

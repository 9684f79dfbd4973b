import type { PoolTracker } from "@plimsoll/pool-observer";
import { CoDel, type CoDelOptions } from "./codel.ts";
import { WaitForecast } from "./wait-forecast.ts";

/** `critical` requests are never shed; `low` ones are shed first, all of them while the pool is overloaded. */
export type Priority = "critical" | "normal" | "low";

export interface PoolShedderOptions extends CoDelOptions {
  readonly maxWaitSeconds: number;
}

/** Decides for one pool which arriving requests to shed. */
export class PoolShedder {
  readonly #tracker: PoolTracker;
  readonly #options: PoolShedderOptions;
  readonly #codel: CoDel;
  readonly #forecast: WaitForecast;

  constructor(tracker: PoolTracker, options: PoolShedderOptions) {
    this.#tracker = tracker;
    this.#options = options;
    this.#codel = new CoDel(options);
    this.#forecast = new WaitForecast(options.intervalSeconds);
  }

  /**
   * A request of `priority` arrives.
   * Returns after how many seconds it may come again when it is to be shed, undefined when it is to be served.
   */
  shedFor(priority: Priority, now: number): number | undefined {
    const oldest = this.#tracker.oldestWaiterSeconds;
    this.#codel.arrived(oldest, now);
    if (oldest < this.#options.targetSeconds) this.#forecast.pause();
    else if (this.#forecast.isDue(now)) this.#forecast.note(grantedBy(this.#tracker), now);
    if (priority === "critical") return undefined;
    const wait = this.#forecast.waitSeconds(this.#tracker.counts().pending, now);
    const isShed =
      wait >= this.#options.maxWaitSeconds ||
      (priority === "low" && this.#codel.isShedding) ||
      this.#codel.sheds(now);
    return isShed ? Math.max(wait, oldest) : undefined;
  }
}

function grantedBy(tracker: PoolTracker): number {
  const { idle, created, queued } = tracker.read().outcomes;
  return idle + created + queued;
}

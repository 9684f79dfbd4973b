import { performance } from "node:perf_hooks";
import type { Clock } from "./clock.ts";

/** How late the timers of this process were, and how long its event loop worked; totals since the start. */
export interface LoopTotals {
  readonly lateSeconds: number;
  readonly timers: number;
  readonly busySeconds: number;
}

/** Measures the event loop by one timer: how late each of its ticks is. A blocked loop also makes every answer of the database late. */
export class EventLoopWatch {
  readonly #clock: Clock;
  #due: number | undefined;
  #lateSeconds = 0;
  #timers = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A tick of a timer that runs every `everySeconds`. */
  ticked(everySeconds: number): void {
    const now = this.#clock();
    if (this.#due !== undefined) {
      this.#lateSeconds += Math.max(0, now - this.#due);
      this.#timers += 1;
    }
    this.#due = now + everySeconds;
  }

  get totals(): LoopTotals {
    // Milliseconds in which the loop did not wait for events.
    const { active } = performance.eventLoopUtilization();
    return { lateSeconds: this.#lateSeconds, timers: this.#timers, busySeconds: active / 1000 };
  }
}

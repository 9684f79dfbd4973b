import type { Clock } from "./clock.ts";

/** How late the timers of this process were; totals since the start. */
export interface LoopTotals {
  readonly lateSeconds: number;
  readonly timers: number;
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
    return { lateSeconds: this.#lateSeconds, timers: this.#timers };
  }
}

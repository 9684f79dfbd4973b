import type { Clock } from "./clock.ts";

let replayed: number | undefined;

/** The clock of every tracker: the time, or the past moment that is being replayed. */
export const replayableClock: Clock = () => replayed ?? performance.now() / 1000;

/** Runs `work`, which must be synchronous, as if it were `seconds` of the clock. */
export function atTime<T>(seconds: number, work: () => T): T {
  const outer = replayed;
  replayed = seconds;
  try {
    return work();
  } finally {
    replayed = outer;
  }
}

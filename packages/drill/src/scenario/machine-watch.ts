import type { MachineStall } from "../score/machine-stall.ts";

/** Listens to the heartbeat of the machine, which is also that of the drill: its gates and balancers run in this process. */
export interface MachineWatch {
  /** So far, earliest first. */
  stalls(): readonly MachineStall[];
  stop(): void;
}

const BEAT_MS = 100;

/** A beat that is later than this is a stall. Half of what makes a request an error: the other half is its own work and its wait. */
const STALL_MS = 500;

/**
 * Starts to listen. A machine that others use as well stops for a second now and then, and every request in flight is then late:
 * harm that no fault has done.
 */
export function watchMachine(): MachineWatch {
  const stalls: MachineStall[] = [];
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const lateMs = now - last - BEAT_MS;
    if (lateMs >= STALL_MS) {
      stalls.push({ at: (performance.timeOrigin + now - lateMs) / 1000, seconds: lateMs / 1000 });
    }
    last = now;
  }, BEAT_MS);
  return { stalls: () => stalls, stop: () => clearInterval(timer) };
}

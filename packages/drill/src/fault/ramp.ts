import { setTimeout as delay } from "node:timers/promises";

/**
 * Moves a setting along a straight line, as a fault that grows: `set` gets `from` at once, then a whole number each second, and `to`
 * last, after `seconds`. It follows the clock, so that a `set` that takes long makes the steps larger and not the ramp longer.
 *
 * @param set is awaited; what it throws ends the ramp
 * @param signal aborting it ends the ramp with its reason
 * @param stepSeconds between two settings, @default 1
 */
export async function ramp(
  from: number,
  to: number,
  seconds: number,
  set: (value: number) => Promise<void>,
  signal: AbortSignal,
  stepSeconds = 1,
): Promise<void> {
  const startedAt = performance.now();
  const elapsed = (): number => (performance.now() - startedAt) / 1000;
  for (let at = 0; ;) {
    signal.throwIfAborted();
    await set(Math.round(from + (to - from) * (seconds > 0 ? at / seconds : 1)));
    if (at >= seconds) return;
    const passed = Math.floor(elapsed() / stepSeconds);
    at = Math.min(seconds, Math.max(at, passed * stepSeconds) + stepSeconds);
    await wait(at - elapsed(), signal);
  }
}

async function wait(seconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(Math.max(0, seconds) * 1000, undefined, { signal });
  } catch {
    signal.throwIfAborted();
  }
}

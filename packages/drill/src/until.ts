import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 50;

/**
 * Asks again and again until the answer is true; an error that `ask` throws counts as false.
 * @returns whether it was so within the time
 */
export async function until(seconds: number, ask: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + seconds * 1000;
  while (performance.now() < deadline) {
    if (await ask().catch(() => false)) return true;
    await delay(POLL_MS);
  }
  return false;
}

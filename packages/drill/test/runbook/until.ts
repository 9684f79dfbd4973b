import { setTimeout as pause } from "node:timers/promises";

const POLL_MS = 1000;

/**
 * Asks again each second until `isDone`.
 * @returns the last answer, and whether it was the one that was waited for; an error that `ask` throws is an answer too
 */
export async function until<T>(
  seconds: number,
  ask: () => Promise<T>,
  isDone: (answer: T) => boolean,
): Promise<{ readonly isDone: boolean; readonly answer: unknown }> {
  const deadline = performance.now() + seconds * 1000;
  let last: unknown;
  while (performance.now() < deadline) {
    try {
      const answer = await ask();
      if (isDone(answer)) return { isDone: true, answer };
      last = answer;
    } catch (error) {
      last = String(error);
    }
    await pause(POLL_MS);
  }
  return { isDone: false, answer: last };
}

import { setTimeout as delay } from "node:timers/promises";
import { DrillError } from "../drill-error.ts";
import type { Child } from "./child.ts";

const READY_SECONDS = 30;
const POLL_MS = 100;
const ANSWER_MS = 2000;

/**
 * Waits until `url` answers with 2xx.
 * @throws DrillError `PLIMSOLL_START_FAILED` after 30 s, with the child's last lines; the signal's reason when it is aborted.
 */
export async function awaitReady(child: Child, url: string, signal: AbortSignal): Promise<void> {
  const until = performance.now() + READY_SECONDS * 1000;
  let answer = "no answer";
  while (performance.now() < until) {
    try {
      const timeout = AbortSignal.timeout(ANSWER_MS);
      const response = await fetch(url, { signal: AbortSignal.any([signal, timeout]) });
      await response.body?.cancel();
      if (response.ok) return;
      answer = `status ${response.status}`;
    } catch {
      signal.throwIfAborted();
    }
    await delay(POLL_MS);
    signal.throwIfAborted();
  }
  throw new DrillError(
    "PLIMSOLL_START_FAILED",
    `${child.name}: not ready at ${url} after ${READY_SECONDS} s (${answer}). ${child.lastOutput()}`,
  );
}

import type { PoolMoment, PoolTotals } from "./pool-totals.ts";

// Requests wait in a tenth of the time: the queue of a healthy pool of 10 at 70 % use stands for 16 %, but for milliseconds; so the wait must matter too.
const WAITING_SHARE = 0.1;
// A wait that a user can feel, because a request makes several acquires.
const FELT_SECONDS = 0.1;
// User harm starts here.
const HARM_SECONDS = 1;

/** Whether the pool fails to hand out connections promptly: requests timed out, wait for too long, or cannot be served because no connect succeeds. */
export function isShort(window: PoolTotals, moment: PoolMoment): boolean {
  if (window.timeouts > 0 || moment.oldestWaiterSeconds >= HARM_SECONDS) return true;
  if (window.connectsFailed > 0 && window.connectsFailed >= window.connectsSucceeded) return true;
  const waits = window.granted + moment.pending;
  const isWaiting = window.at > 0 && window.waitingSeconds >= WAITING_SHARE * window.at;
  return isWaiting && waits > 0 && window.pendingSeconds / waits >= FELT_SECONDS;
}

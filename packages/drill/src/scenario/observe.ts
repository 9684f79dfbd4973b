import { setTimeout as delay } from "node:timers/promises";
import { DrillError } from "../drill-error.ts";
import type { PrometheusClient } from "../prometheus/prometheus-client.ts";
import { pagesOf, type ReceivedPage } from "../score/received-page.ts";
import { judgeRequests } from "../score/user-errors.ts";
import { harmBegan } from "../score/user-harm.ts";
import type { UserError, UserRequest } from "../score/user-request.ts";
import type { Load } from "../stack/load.ts";
import type { Stack } from "../stack/stack.ts";
import { type Holders, readHolders } from "./holders.ts";
import { readPoolStatus, type RunStatus } from "./status.ts";

/** Follows a run: takes in what k6 and the pager have, and tells. */
export interface Observer {
  /** Earliest first. */
  pages(): ReceivedPage[];
  errors(): readonly UserError[];
  requests(): readonly UserRequest[];
  /** Unix seconds; null while nobody was harmed from `since` on. */
  harmAt(since: number): number | null;
  /** Who held connections when the first page came; empty without one. */
  holders(): readonly Holders[];
  /** Takes in what is new; called once more after k6 has ended. */
  update(): Promise<void>;
  /** Follows the run until `isOver` or the time is up. */
  follow(phase: Phase, isOver: () => boolean): Promise<void>;
}

/** A stretch of a run. */
export interface Phase {
  readonly name: RunStatus["phase"];
  readonly seconds: number;
  /** Whether the phase ends when its time is up, as a rule. */
  readonly isTimed: boolean;
}

const TICK_MS = 1000;

/** An observer of the run on `stack`. */
export function createObserver(
  stack: Stack,
  prometheus: PrometheusClient,
  onStatus: (status: RunStatus) => void,
  signal: AbortSignal,
): Observer {
  const requests: UserRequest[] = [];
  let errors: readonly UserError[] = [];
  let holders: readonly Holders[] | undefined;
  const pages = (): ReceivedPage[] => pagesOf(stack.pager.notifications);
  const update = async (): Promise<void> => {
    for (const load of stack.loads) {
      const fresh = await load.newRequests();
      requests.push(...fresh);
      const found = judgeRequests(fresh).errors;
      if (found.length > 0) errors = [...errors, ...found].toSorted((a, b) => a.at - b.at);
    }
    if (holders === undefined && pages().length > 0) holders = await readHolders(stack.fleet);
  };
  const tell = async (phase: Phase, seconds: number): Promise<void> => {
    const pool = await readPoolStatus(prometheus);
    onStatus({
      ...pool,
      ...told(phase, seconds),
      userErrors: errors.length,
      pages: pages().length,
    });
  };
  return {
    pages,
    errors: () => errors,
    requests: () => requests,
    // Without an error there is no harm, and thousands of requests need not be looked at each second.
    harmAt: (since) => (errors.length === 0 ? null : harmBegan(requests, since)),
    holders: () => holders ?? [],
    update,
    follow: (phase, isOver) => followPhase(phase, isOver, { update, tell, signal }),
  };
}

interface Follower {
  readonly update: () => Promise<void>;
  readonly tell: (phase: Phase, seconds: number) => Promise<void>;
  readonly signal: AbortSignal;
}

async function followPhase(
  phase: Phase,
  isOver: () => boolean,
  { update, tell, signal }: Follower,
): Promise<void> {
  const startedAt = performance.now();
  for (;;) {
    await update();
    const seconds = (performance.now() - startedAt) / 1000;
    if (seconds >= phase.seconds || isOver()) return;
    await tell(phase, seconds);
    await delay(Math.min(TICK_MS, (phase.seconds - seconds) * 1000), undefined, { signal });
  }
}

function told(
  { name, seconds: ofSeconds, isTimed }: Phase,
  seconds: number,
): Pick<RunStatus, "phase" | "seconds" | "ofSeconds"> {
  return { phase: name, seconds, ofSeconds: isTimed ? ofSeconds : null };
}

const FIRST_REQUEST_SECONDS = 30;
const POLL_MS = 100;

/**
 * Waits until k6's first request has been answered.
 * @param seconds it is waited for, @default 30
 * @throws DrillError `PLIMSOLL_START_FAILED` after that
 */
export async function awaitFirstRequest(
  observer: Observer,
  load: Load,
  signal: AbortSignal,
  seconds: number = FIRST_REQUEST_SECONDS,
): Promise<void> {
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    await observer.update();
    if (observer.requests().length > 0) return;
    await delay(POLL_MS, undefined, { signal });
  }
  throw new DrillError(
    "PLIMSOLL_START_FAILED",
    `k6: no request within ${seconds} s. ${load.child.lastOutput()}`,
  );
}

import { inspect } from "node:util";
import { isOwnError } from "../drill-error.ts";
import type { RunStatus } from "../scenario/status.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { DrillRecord } from "./drill-run.ts";

/** One run that a campaign has to make. */
export interface PlannedRun {
  readonly scenario: Scenario;
  /** From 1. */
  readonly run: number;
}

/** What a campaign tells while it runs. */
export interface CampaignListener {
  /** The run's stack begins to start; before, it waits for its turn. */
  onStart(planned: PlannedRun, at: number): void;
  onPhase(planned: PlannedRun, phase: string, at: number): void;
  onStatus(planned: PlannedRun, status: RunStatus): void;
  onDone(planned: PlannedRun, record: DrillRecord): void;
  /** The run could not be made, or is invalid; it is made again once. */
  onRetry(planned: PlannedRun, reason: string): void;
  onFailed(planned: PlannedRun, reason: string): void;
}

/** Makes one run from its start to its end. `started` is to be called when everything runs. */
export type MakeRun = (
  planned: PlannedRun,
  abort: AbortController,
  started: () => void,
) => Promise<DrillRecord>;

/** How a campaign goes about its runs. */
export interface CampaignOptions {
  /** Runs at a time. */
  readonly lanes: number;
  readonly makeRun: MakeRun;
  readonly listener: CampaignListener;
  /** Aborting it aborts every run; its reason is thrown when all have ended. */
  readonly abort: AbortController;
}

/** Tries of one run: a machine that is busy for a moment may spoil one. */
const TRIES = 2;

/**
 * Makes every planned run, some side by side, each with a stack of its own. Stacks start one after the other: a start needs the
 * whole machine for some seconds. A run that cannot be made is told, and the others go on.
 *
 * @throws the reason of `abort`; what `listener` throws, after every run was aborted: a result that cannot be kept is no reason
 *   to go on
 */
export async function runCampaign(
  planned: readonly PlannedRun[],
  { lanes, makeRun, listener, abort }: CampaignOptions,
): Promise<void> {
  const waiting = planned.toSorted((a, b) => longestSeconds(b) - longestSeconds(a));
  const inTurn = createTurns();
  const makeOnce = (one: PlannedRun): Promise<DrillRecord> =>
    inTurn(async (started) => {
      abort.signal.throwIfAborted();
      listener.onStart(one, Date.now() / 1000);
      return withOwnAbort(abort.signal, (own) => makeRun(one, own, started));
    });
  const lane = async (): Promise<void> => {
    for (let one = waiting.shift(); one && !abort.signal.aborted; one = waiting.shift()) {
      await makeWithTries(one, makeOnce, listener, abort.signal);
    }
  };
  const endAll = (error: unknown): void => abort.abort(error);
  await Promise.all(Array.from({ length: lanes }, () => lane().catch(endAll)));
  abort.signal.throwIfAborted();
}

/** A run that aborts itself, as when one of its processes dies, aborts no other; `signal` aborts it as well. */
async function withOwnAbort<T>(
  signal: AbortSignal,
  work: (own: AbortController) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const abortOwn = (): void => own.abort(signal.reason);
  signal.addEventListener("abort", abortOwn);
  try {
    return await work(own);
  } finally {
    signal.removeEventListener("abort", abortOwn);
  }
}

async function makeWithTries(
  one: PlannedRun,
  makeOnce: (one: PlannedRun) => Promise<DrillRecord>,
  listener: CampaignListener,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt === TRIES;
    const made = await makeOnce(one).catch((error: unknown) => ({ reason: reasonOf(error) }));
    const isMade = "drill" in made;
    // A run that was whole when the campaign was aborted is kept.
    if (isMade && (made.drill.isValid || isLast)) return listener.onDone(one, made);
    if (signal.aborted) return;
    const reason = isMade ? made.drill.failures.join(" ") : made.reason;
    if (isLast) return listener.onFailed(one, reason);
    listener.onRetry(one, reason);
  }
}

/** Of an error that is not written for people, all that is known: it is a defect. */
function reasonOf(error: unknown): string {
  return isOwnError(error) ? error.message : inspect(error);
}

/** How long a run takes at most; the longest begin first, so that none is left over at the end. */
function longestSeconds({ scenario }: PlannedRun): number {
  return scenario.warmUpSeconds + scenario.watchSeconds + scenario.resolveSeconds;
}

/** Lets works begin one after the other: the next one when the last has called `started`, or has ended. */
function createTurns(): <T>(work: (started: () => void) => Promise<T>) => Promise<T> {
  let last: Promise<void> = Promise.resolve();
  return async (work) => {
    const before = last;
    let resolve: (() => void) | undefined;
    last = new Promise<void>((done) => (resolve = done));
    const letNextBegin = (): void => resolve?.();
    await before;
    try {
      return await work(letNextBegin);
    } finally {
      letNextBegin();
    }
  };
}

import type { DrillError } from "../drill-error.ts";
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
  onStart(planned: PlannedRun, at: number): void;
  onPhase(planned: PlannedRun, phase: string, at: number): void;
  onStatus(planned: PlannedRun, status: RunStatus): void;
  onDone(planned: PlannedRun, record: DrillRecord): void;
  /** A run that could not be made, or is invalid; it is made again once. */
  onRetry(planned: PlannedRun, reason: string): void;
  onFailed(planned: PlannedRun, error: DrillError): void;
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
 */
export async function runCampaign(
  planned: readonly PlannedRun[],
  { lanes, makeRun, listener, abort }: CampaignOptions,
): Promise<void> {
  const waiting = planned.toSorted((a, b) => longestSeconds(b) - longestSeconds(a));
  const inTurn = createTurns();
  const makeOnce = async (one: PlannedRun): Promise<DrillRecord> => {
    const own = new AbortController();
    const abortOwn = (): void => own.abort(abort.signal.reason);
    abort.signal.addEventListener("abort", abortOwn);
    try {
      return await inTurn((started) => makeRun(one, own, started));
    } finally {
      abort.signal.removeEventListener("abort", abortOwn);
    }
  };
  const lane = async (): Promise<void> => {
    for (let one = waiting.shift(); one && !abort.signal.aborted; one = waiting.shift()) {
      await makeWithTries(one, makeOnce, listener, abort.signal);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  abort.signal.throwIfAborted();
}

async function makeWithTries(
  one: PlannedRun,
  makeOnce: (one: PlannedRun) => Promise<DrillRecord>,
  listener: CampaignListener,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt === TRIES;
    try {
      listener.onStart(one, Date.now() / 1000);
      const record = await makeOnce(one);
      if (signal.aborted) return;
      if (isLast || record.drill.isValid) return listener.onDone(one, record);
      listener.onRetry(one, record.drill.failures[0] ?? "");
    } catch (error) {
      if (signal.aborted) return;
      if (isLast) return listener.onFailed(one, error as DrillError);
      listener.onRetry(one, error instanceof Error ? error.message : String(error));
    }
  }
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
    let begin = (): void => {};
    last = new Promise((resolve) => (begin = resolve));
    await before;
    try {
      return await work(begin);
    } finally {
      begin();
    }
  };
}

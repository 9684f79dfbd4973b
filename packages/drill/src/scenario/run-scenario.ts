import { BASELINE_RULE_FILES } from "../baseline/baseline-rules.ts";
import { assertTools } from "../stack/assert-tools.ts";
import { createRunFolder } from "../stack/run-folder.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { runOnStack, type RunListener } from "./run-on-stack.ts";
import type { RunRecord } from "./run-record.ts";
import type { Scenario } from "./scenario.ts";

/** How to run a scenario. */
export interface RunOptions {
  /** Aborting it ends the run, with its reason thrown after every process is gone. It is aborted with a DrillError when a process dies. */
  readonly abort: AbortController;
  readonly listener: RunListener;
  /** Folder below which the run keeps its files. @default .plimsoll/run of the working copy */
  readonly runsFolder?: string;
  /** Called before the load starts, which waits for it. */
  readonly onReady?: (stack: Stack) => void | Promise<void>;
  /** Called after the run, before the stack is stopped. */
  readonly onRecord?: (record: RunRecord, stack: Stack) => Promise<void>;
}

/**
 * Starts a stack, runs `scenario` on it in real time, and stops everything again, however it ends.
 * @throws DrillError when the stack cannot be started or a process dies; the reason of `abort` when it is aborted.
 */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<RunRecord> {
  const { abort, listener } = options;
  assertTools();
  const moreRules = scenario.plan.hasBaselines ? BASELINE_RULE_FILES : [];
  const folder = createRunFolder(Date.now() / 1000, options.runsFolder, moreRules);
  try {
    const stack = await startStack(folder, abort, scenario.plan);
    try {
      await options.onReady?.(stack);
      const record = await runOnStack(scenario, stack, listener, abort.signal);
      await options.onRecord?.(record, stack);
      return record;
    } finally {
      await stack.stop();
    }
  } catch (error) {
    // An aborted wait throws an AbortError; why it was aborted says more.
    throw abort.signal.aborted ? abort.signal.reason : error;
  } finally {
    folder.removeData();
  }
}

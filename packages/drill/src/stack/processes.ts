import { DrillError } from "../drill-error.ts";
import { type Child, type ChildSpec, startChild } from "./child.ts";
import { startOrphanGuard } from "./orphan-guard.ts";

/** Everything that one run started and must stop. */
export interface Processes {
  /**
   * Starts a program. When it ends before it was asked to, the run is aborted with its last lines.
   * @throws DrillError when it cannot be started, or when the run is over already.
   */
  start(spec: ChildSpec): Promise<Child>;
  /** Adds something else that must be stopped. Stops it at once when the run is over already. */
  add(stop: () => Promise<void>): Promise<void>;
  /** Stops one child before the others; its end is then no failure. */
  stop(child: Child): Promise<void>;
  /** Stops everything, last started first; waits for each. Never rejects; may be called twice. */
  stopAll(): Promise<void>;
}

/** @param abort is aborted with a DrillError when a child dies */
export function trackProcesses(abort: AbortController): Processes {
  const guard = startOrphanGuard();
  const stops: (() => Promise<void>)[] = [];
  const wanted = new Set<Child>();
  let stopped: Promise<void> | undefined;

  const stop = async (child: Child): Promise<void> => {
    wanted.delete(child);
    await child.stop();
    guard.forget(child.pid);
  };
  const watch = async (child: Child): Promise<void> => {
    const how = await child.ended;
    if (wanted.has(child)) abort.abort(died(child, how));
  };
  const stopEach = async (): Promise<void> => {
    wanted.clear();
    // One after the other: k6 before the app that it calls, the app before its database.
    for (const stopOne of stops.toReversed()) await stopOne().catch(reportStopFailure);
    await guard.close();
  };
  const add = async (stopOne: () => Promise<void>): Promise<void> => {
    if (stopped) await stopOne();
    else stops.push(stopOne);
  };
  return {
    add,
    stop,
    async start(spec: ChildSpec): Promise<Child> {
      abort.signal.throwIfAborted();
      const child = await startChild(spec);
      guard.watch(child.pid);
      wanted.add(child);
      void watch(child);
      await add(() => stop(child));
      return child;
    },
    stopAll: () => (stopped ??= stopEach()),
  };
}

function died(child: Child, how: string): DrillError {
  const output = child.lastOutput();
  const hint = /address already in use/i.test(output)
    ? " Another program took its port first. Run it again."
    : "";
  return new DrillError(
    "PLIMSOLL_PROCESS_DIED",
    `${child.name}: ended by itself with ${how}.${hint} ${output}`,
  );
}

function reportStopFailure(error: unknown): void {
  console.error(`plimsoll: a process could not be stopped: ${String(error)}`);
}

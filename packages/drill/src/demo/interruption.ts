import { DrillError } from "../drill-error.ts";

const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
type Signal = keyof typeof EXIT_CODES;

/** Whether a run was ended by Ctrl-C or its like. */
export interface Interruption {
  /** The exit code that shells give a program ended by the signal that came; undefined when none came. */
  exitCode(): number | undefined;
}

/** Aborts `abort` on the first signal. Later ones change nothing: everything is being stopped already, with a time limit on each step. */
export function abortOnSignals(abort: AbortController): Interruption {
  let exitCode: number | undefined;
  for (const signal of Object.keys(EXIT_CODES) as Signal[]) {
    // Not once: a terminal's Ctrl-C comes to us directly and, passed on, from npm.
    process.on(signal, () => {
      if (exitCode !== undefined) return;
      exitCode = EXIT_CODES[signal];
      abort.abort(new DrillError("PLIMSOLL_INTERRUPTED", `Interrupted by ${signal}.`));
    });
  }
  return { exitCode: () => exitCode };
}

/** What went wrong, for programs: the drill was asked for something impossible, lacks a tool, could not start, lost a process, or was interrupted. */
export type DrillErrorCode =
  | "PLIMSOLL_WRONG_USE"
  | "PLIMSOLL_TOOL_MISSING"
  | "PLIMSOLL_START_FAILED"
  | "PLIMSOLL_PROCESS_DIED"
  | "PLIMSOLL_RUN_FAILED"
  | "PLIMSOLL_INTERRUPTED";

/** An error whose message is written for the person at the terminal: what happened, and what to do. */
export class DrillError extends Error {
  readonly code: DrillErrorCode;

  constructor(code: DrillErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DrillError";
    this.code = code;
  }
}

/** Whether `error` is one of Plimsoll's own, so that its message says all. Those of `@plimsoll/setup` count. */
export function isOwnError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && String(error.code).startsWith("PLIMSOLL_");
}

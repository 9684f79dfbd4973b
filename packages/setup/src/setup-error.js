/**
 * An error whose message is written for the person at the terminal: what happened, and what to do.
 * Everything else that is thrown is a defect of ours and keeps its stack.
 */
export class SetupError extends Error {
  /**
   * @param {"PLIMSOLL_WRONG_USE" | "PLIMSOLL_TOOL_MISSING" | "PLIMSOLL_STEP_FAILED" |
   *   "PLIMSOLL_POSTGRES_FAILED"} code what kind of failure this is
   * @param {string} message "subject: what happened. What to do."
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = "SetupError";
    this.code = code;
  }

  /** Exit code of a command that ends with this error: 2 for wrong use and missing tools, else 1. */
  get exitCode() {
    return this.code === "PLIMSOLL_WRONG_USE" || this.code === "PLIMSOLL_TOOL_MISSING" ? 2 : 1;
  }
}

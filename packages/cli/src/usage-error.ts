/** The command line cannot be understood. Its message says what was wrong and what to do. */
export class UsageError extends Error {
  readonly code = "PLIMSOLL_USAGE";

  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

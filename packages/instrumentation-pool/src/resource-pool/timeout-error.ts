/** A library's own error class for an acquire that lasted too long, if its exports are known. */
export type TimeoutErrorClass = abstract new () => unknown;

/** Whether a library gave up by its own limit. A copy in a bundle has no exports: there the class's name tells. */
export function isTimeoutError(
  error: unknown,
  TimeoutError: TimeoutErrorClass | undefined,
): boolean {
  if (TimeoutError !== undefined) return error instanceof TimeoutError;
  return error instanceof Error && error.constructor.name === "TimeoutError";
}

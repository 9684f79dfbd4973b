import { diag } from "@opentelemetry/api";

let hasReported = false;

/**
 * Runs a piece of our own bookkeeping inside the host's call. It must never fail the call: the first failure in this process
 * is one warning, later ones are silent.
 */
export function guard<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    reportFailure(error);
    return undefined;
  }
}

/** For the `catch` of what runs at every query, where {@link guard} would make a closure each time. */
export function reportFailure(error: unknown): void {
  if (hasReported) return;
  hasReported = true;
  diag.warn(
    "plimsoll: accounting for a pool failed; the app is not affected, but pool metrics may be wrong from here on. Please report this.",
    error,
  );
}

import { diag } from "@opentelemetry/api";

let hasReported = false;

/** Runs a piece of our own inside the host's process. It must never throw there: the first failure is one warning, later ones are silent. */
export function guard<T>(work: () => T, otherwise: () => T): T {
  try {
    return work();
  } catch (error) {
    reportFailure(error);
    return otherwise();
  }
}

function reportFailure(error: unknown): void {
  if (hasReported) return;
  hasReported = true;
  diag.warn(
    "plimsoll: a health endpoint or the load shedding failed; the app is not affected. Please report this.",
    error,
  );
}

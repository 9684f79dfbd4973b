// pg-pool 3.14.0 index.js:224 (the wait in the queue) and index.js:276 (opening a connection); neither has a code.
const TIMEOUT_MESSAGES: ReadonlySet<string> = new Set([
  "timeout exceeded when trying to connect",
  "Connection terminated due to connection timeout",
]);

/** How a request ended that got `error` instead of a connection. */
export function failedOutcome(error: unknown): "timeout" | "failed" {
  return error instanceof Error && TIMEOUT_MESSAGES.has(error.message) ? "timeout" : "failed";
}

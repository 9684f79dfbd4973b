// pg-pool 3.14.0 index.js:224 (the wait in the queue) and index.js:276 (opening a connection); neither has a code.
const TIMEOUT_MESSAGES: ReadonlySet<string> = new Set([
  "timeout exceeded when trying to connect",
  "Connection terminated due to connection timeout",
]);

/** How a request ended that got `error` instead of a connection. */
export function failedOutcome(error: unknown): "timeout" | "failed" {
  return error instanceof Error && TIMEOUT_MESSAGES.has(error.message) ? "timeout" : "failed";
}

/** `error.type` of a failed connect: SQLSTATE or errno; undefined when the error has none. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === "string" && /^[A-Z0-9_]{1,40}$/.test(code) ? code : undefined;
}

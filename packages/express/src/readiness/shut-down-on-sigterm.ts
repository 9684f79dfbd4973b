/**
 * Calls `shutDown` at the first SIGTERM, before the app's own handlers.
 * A listener takes Node's default away, which ends the process: when no other listener is there, the signal is sent again.
 */
export function shutDownOnSigterm(shutDown: () => void): void {
  process.prependOnceListener("SIGTERM", () => {
    shutDown();
    if (process.listenerCount("SIGTERM") > 0) return;
    // In the next turn, so that who stands in for the default, as @plimsoll/node does to send the last data, is back at its place.
    setImmediate(() => process.kill(process.pid, "SIGTERM"));
  });
}

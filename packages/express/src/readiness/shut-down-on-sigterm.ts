/**
 * Calls `shutDown` at the first SIGTERM, before the app's own handlers.
 * A listener takes Node's default away, which ends the process: when no other listener is there, the signal is sent again.
 */
export function shutDownOnSigterm(shutDown: () => void): void {
  process.prependOnceListener("SIGTERM", () => {
    shutDown();
    if (process.listenerCount("SIGTERM") === 0) process.kill(process.pid, "SIGTERM");
  });
}

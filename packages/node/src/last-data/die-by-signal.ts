/** The signals that end a process by default and that a person, a container runtime or a service manager sends to stop one. */
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

type FatalSignal = (typeof SIGNALS)[number];

/**
 * Calls `beforeDeath` when one of the signals arrives that the app leaves to Node's default, and then lets the process die by that signal, as it would
 * have. A signal that the app listens for is the app's: our listener leaves as soon as the app adds one, because libraries count listeners to know
 * whether they may end the process (signal-exit 4.1.0), and comes back when the app's last one has gone. Returns what takes it all back.
 */
export function dieBySignalAfter(beforeDeath: () => Promise<void>): () => void {
  // The kernel does not let the first process of a container die by a signal that it does not handle: here there is no last data, the process goes on.
  if (process.pid === 1) return () => undefined;
  const undo = SIGNALS.map((signal) => standInForDefault(signal, beforeDeath));
  return () => {
    for (const stop of undo) stop();
  };
}

function standInForDefault(signal: FatalSignal, beforeDeath: () => Promise<void>): () => void {
  let isStopped = false;
  const die = (): void => {
    void beforeDeath().finally(() => {
      stop();
      // Without listeners this is Node's default again. With one that the app has added meanwhile it is the app's.
      process.kill(process.pid, signal);
    });
  };
  const isOurs = (name: string | symbol, listener: unknown): boolean =>
    name !== signal || listener === die;
  // Once the app's listener is in place: a moment without any would take the signal from Node, whose own part was to watch it for the app.
  const leave = (name: string | symbol, listener: unknown): void => {
    if (isOurs(name, listener)) return;
    queueMicrotask(() => {
      if (process.listenerCount(signal) > 1) process.removeListener(signal, die);
    });
  };
  // A tick later: who removes a listener may count them to see whether the default is back.
  const comeBack = (name: string | symbol, listener: unknown): void => {
    if (!isOurs(name, listener)) setImmediate(standIn).unref();
  };
  const standIn = (): void => {
    if (!isStopped && process.listenerCount(signal) === 0) process.on(signal, die);
  };
  const stop = (): void => {
    isStopped = true;
    process.removeListener("newListener", leave);
    process.removeListener("removeListener", comeBack);
    process.removeListener(signal, die);
  };
  process.on("newListener", leave);
  process.on("removeListener", comeBack);
  standIn();
  return stop;
}

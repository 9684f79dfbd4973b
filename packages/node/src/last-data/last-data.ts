import { diag } from "@opentelemetry/api";
import { isMainThread } from "node:worker_threads";
import { dieBySignalAfter } from "./die-by-signal.ts";
import type { LastSource } from "./last-source.ts";
import { hasSender, sendAndWait } from "./send-and-wait.ts";
import { withinMillis } from "./within-millis.ts";

/**
 * The longest that the end of a process is held up, in milliseconds. Below the shortest time that the usual managers leave a process to end:
 * pm2 kills after 1.6 s (`kill_timeout`), Docker after 10 s, Kubernetes after 30 s.
 */
export const LAST_DATA_MILLIS = 1500;

/**
 * Sends what was measured and not sent yet when the process, or the worker thread, ends. It waits in `exit`, the one event that every end but a signal
 * runs through and that cannot change how the process ends; so exit code, output, and how often the app hears `beforeExit` stay as they are.
 */
export class LastData {
  readonly #sources: LastSource[] = [];
  #env: NodeJS.ProcessEnv = {};
  #undo: (() => void)[] = [];

  add(source: LastSource): void {
    this.#sources.push(source);
  }

  /** Begins to wait for the end. Does nothing at all when there is no source. @param env - The checked variables. */
  watch(env: NodeJS.ProcessEnv): void {
    if (this.#sources.length === 0 || !hasSender()) return;
    const { NODE_OPTIONS: _, ...rest } = env;
    this.#env = rest;
    this.#on("beforeExit", () => this.#onBeforeExit());
    this.#on("exit", () => this.#send(LAST_DATA_MILLIS));
    // A worker thread hears no signals.
    if (isMainThread) this.#undo.push(dieBySignalAfter(() => this.#onSignal()));
  }

  /** Waits for the end no longer. */
  stop(): void {
    for (const undo of this.#undo) undo();
    this.#undo = [];
  }

  #on(event: "beforeExit" | "exit", listener: () => void): void {
    process.on(event as "exit", listener);
    this.#undo.push(() => process.removeListener(event, listener));
  }

  /** Microtasks run between this event and `exit`, and keep nothing alive. */
  #onBeforeExit(): void {
    void this.#prepare();
    // Runs only if something else keeps the process going.
    setImmediate(() => {
      for (const source of this.#sources) source.resume?.();
    }).unref();
  }

  async #onSignal(): Promise<void> {
    const start = performance.now();
    await withinMillis(LAST_DATA_MILLIS, this.#prepare());
    this.#send(Math.max(Math.round(LAST_DATA_MILLIS - (performance.now() - start)), 0));
  }

  async #prepare(): Promise<void> {
    await Promise.allSettled(this.#sources.map(async (source) => source.prepare?.()));
  }

  #send(timeoutMillis: number): void {
    try {
      const payloads = this.#sources.flatMap((source) =>
        source.take().map((body) => ({ signal: source.signal, body })),
      );
      if (payloads.length === 0 || sendAndWait(payloads, this.#env, timeoutMillis)) return;
      diag.warn("plimsoll: the last telemetry could not be sent and is lost.");
    } catch (error) {
      diag.warn("plimsoll: the last telemetry is lost.", error);
    }
  }
}

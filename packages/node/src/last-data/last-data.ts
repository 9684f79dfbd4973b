import { diag } from "@opentelemetry/api";
import { isMainThread } from "node:worker_threads";
import { dieBySignalAfter } from "./die-by-signal.ts";
import type { LastSource } from "./last-source.ts";
import { type OtlpTarget, readTarget } from "./otlp-target.ts";
import { hasSender, sendAndWait } from "./send-and-wait.ts";
import { withinMillis } from "./within-millis.ts";

/**
 * The longest that the end of a process is held up, unless `PLIMSOLL_LAST_DATA_SECONDS` says otherwise. Below the shortest time that the usual managers
 * leave a process to end: pm2 kills after 1.6 s (`kill_timeout`), Docker after 10 s, Kubernetes after 30 s.
 */
const LAST_DATA_SECONDS = 1.5;

/**
 * Sends what was measured and not sent yet when the process, or the worker thread, ends. It waits in `exit`, the one event that every end but a signal
 * runs through and that cannot change how the process ends; so exit code, output, and how often the app hears `beforeExit` stay as they are.
 */
export class LastData {
  readonly #sources: LastSource[] = [];
  readonly #beforeEnd: (() => void)[] = [];
  readonly #targets = new Map<LastSource, OtlpTarget>();
  #env: NodeJS.ProcessEnv = {};
  #limitMillis = LAST_DATA_SECONDS * 1000;
  #undo: (() => void)[] = [];

  /** The longest that the end, or `shutdown()`, is held up, in milliseconds. */
  get limitMillis(): number {
    return this.#limitMillis;
  }

  add(source: LastSource): void {
    this.#sources.push(source);
  }

  /** Calls `end` before anything is taken from the sources, in the order in which they were given. It ends what is open, so that a source has it. */
  beforeEnd(end: () => void): void {
    this.#beforeEnd.push(end);
  }

  /**
   * Begins to wait for the end. Does nothing at all when there is no source, or when the end may not be held up.
   *
   * @param env - The checked variables.
   * @param flush - Sends in the usual way; called at the first `beforeExit` when the sending thread cannot be started, as in a bundle.
   */
  watch(env: NodeJS.ProcessEnv, flush: () => void): void {
    const seconds = Number(env["PLIMSOLL_LAST_DATA_SECONDS"] || LAST_DATA_SECONDS);
    if (this.#sources.length === 0 || seconds === 0) return;
    this.#limitMillis = seconds * 1000;
    if (!hasSender()) {
      process.once("beforeExit", flush);
      return;
    }
    const { NODE_OPTIONS: _, ...rest } = env;
    this.#env = rest;
    for (const source of this.#sources) void this.#readTarget(source, env);
    this.#on("beforeExit", () => this.#onBeforeExit());
    this.#on("exit", () => this.#send(this.#limitMillis));
    // A worker thread hears no signals.
    if (isMainThread) this.#undo.push(dieBySignalAfter(() => this.#onSignal()));
  }

  /** Waits for the end no longer. */
  stop(): void {
    for (const undo of this.#undo) undo();
    this.#undo = [];
  }

  async #readTarget(source: LastSource, env: NodeJS.ProcessEnv): Promise<void> {
    try {
      this.#targets.set(source, await readTarget(source.signal, env));
    } catch (error) {
      diag.warn("plimsoll: the last telemetry will be lost.", error);
    }
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
    await withinMillis(this.#limitMillis, this.#prepare());
    this.#send(Math.max(Math.round(this.#limitMillis - (performance.now() - start)), 0));
  }

  async #prepare(): Promise<void> {
    await Promise.allSettled(this.#sources.map(async (source) => source.prepare?.()));
  }

  #send(timeoutMillis: number): void {
    try {
      for (const end of this.#beforeEnd) end();
      const payloads = [...this.#targets].flatMap(([source, target]) =>
        source.take().map((body) => ({ target, body })),
      );
      if (payloads.length === 0 || sendAndWait(payloads, this.#env, timeoutMillis)) return;
      diag.warn("plimsoll: the last telemetry could not be sent and is lost.");
    } catch (error) {
      diag.warn("plimsoll: the last telemetry is lost.", error);
    }
  }
}

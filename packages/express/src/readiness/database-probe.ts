import { context, createContextKey } from "@opentelemetry/api";
import { destroySocket, type ProbeClient } from "./probe-client.ts";

/** What the probe knows. */
export interface ProbeState {
  readonly hasSucceeded: boolean;
  /** Failures since the last success. */
  readonly failures: number;
  /** SQLSTATE or errno of the last failure, `timeout`, or `error`; never a message, which may hold a user's name. */
  readonly lastError: string | undefined;
}

export interface ProbeOptions {
  /** Makes a new client each time. */
  readonly create: () => ProbeClient;
  readonly intervalSeconds: number;
  /** Of connecting and one query together. */
  readonly timeoutSeconds: number;
}

// @opentelemetry/core 3.0 trace/suppress-tracing: a probe is no work of the app's, and makes no spans.
const SUPPRESS_TRACING = createContextKey("OpenTelemetry SDK Context Key SUPPRESS_TRACING");

/** SQLSTATE with which a server refuses a connection because all of its own are taken. */
export const TOO_MANY_CONNECTIONS = "53300";

/**
 * Asks the database whether it answers, on a connection of its own, by one `SELECT 1` per interval whoever asks how often.
 *
 * The connection is opened for that one query: held, it would take one of the server's connections per instance for good, and would not say
 * whether a new one can be opened. There is never more than one: while one cannot be closed, no other is opened, which counts as a failure.
 */
export class DatabaseProbe {
  readonly #options: ProbeOptions;
  #timer: NodeJS.Timeout | undefined;
  #isRunning = false;
  #isLate = false;
  #hasSucceeded = false;
  #failures = 0;
  #lastError: string | undefined;

  constructor(options: ProbeOptions) {
    this.#options = options;
  }

  get state(): ProbeState {
    return {
      hasSucceeded: this.#hasSucceeded,
      failures: this.#failures,
      lastError: this.#lastError,
    };
  }

  /** Probes now and at every interval; keeps no process alive. */
  start(): void {
    this.#timer ??= setInterval(() => void this.run(), this.#options.intervalSeconds * 1000);
    this.#timer.unref();
    void this.run();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** One probe; never rejects. */
  async run(): Promise<void> {
    if (this.#isRunning) {
      if (this.#isLate) this.#fail("timeout");
      return;
    }
    this.#isRunning = true;
    this.#isLate = false;
    const quiet = context.active().setValue(SUPPRESS_TRACING, true);
    try {
      const client = this.#options.create();
      await context.with(quiet, () => this.#askOnce(client));
    } catch {
      // The option made no client.
      this.#fail("error");
    }
    this.#isRunning = false;
  }

  async #askOnce(client: ProbeClient): Promise<void> {
    // Without a listener, an error between two calls would end the process.
    client.on?.("error", () => {});
    client.unref?.();
    try {
      await within(this.#options.timeoutSeconds, ask(client));
      this.#hasSucceeded = true;
      this.#failures = 0;
      this.#lastError = undefined;
    } catch (error) {
      this.#fail(codeOf(error));
      this.#isLate = error === LATE;
      if (this.#isLate) destroySocket(client);
    }
    await close(client, this.#options.timeoutSeconds);
  }

  #fail(code: string): void {
    // A server that has no connection left was reached: busy is not broken.
    this.#failures = code === TOO_MANY_CONNECTIONS ? 0 : this.#failures + 1;
    this.#lastError = code;
  }
}

async function ask(client: ProbeClient): Promise<void> {
  await client.connect();
  // Again: with TLS the socket is another one now.
  client.unref?.();
  await client.query("SELECT 1");
}

/** Resolves when the connection is gone, which a server that does not answer may take for ever to let happen. */
async function close(client: ProbeClient, timeoutSeconds: number): Promise<void> {
  const ended = (async () => client.end())().catch(() => {});
  try {
    await within(timeoutSeconds, ended);
  } catch {
    if (!destroySocket(client)) await ended;
  }
}

const LATE = Object.assign(new Error("the database did not answer in time"), { code: "timeout" });

async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(LATE), seconds * 1000);
    timer.unref();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^\w{1,40}$/.test(code) ? code : "error";
}

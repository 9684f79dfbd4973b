import { diag } from "@opentelemetry/api";
import type { Attributes } from "@opentelemetry/api";
import type { Clock } from "../clock.ts";
import { ConnectionCounts } from "./connection-counts.ts";
import type { LockWatched, LockWaits } from "./lock-waits.ts";
import type { ProbeSource } from "./probe-connection.ts";
import { failureCode } from "./probe-failure.ts";
import { ProbeSession } from "./probe-session.ts";
import type { ServerReading } from "./server-reading.ts";

/** What a probe needs from outside itself. */
export interface ServerProbeOptions {
  /** `host:port/database`, for a warning. */
  readonly name: string;
  /** The server's identity in metrics. */
  readonly attributes: Attributes;
  readonly clock: Clock;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
}

/** What a probe has to report. */
export interface ServerState {
  readonly isSuccess: boolean;
  /** None when it is no success: an old number is never shown as a true one. */
  readonly reading: ServerReading | undefined;
  /** Seconds that the server took to answer. */
  readonly probeSeconds: number;
  /** When it answered, in seconds of the clock. */
  readonly at: number;
}

const SAMPLE_SECONDS = 10;
// Two samples may be lost before the last one is too old to be true.
const TRUE_FOR_SECONDS = 30;
// Between 40 and 60 s, so that many instances do not come at once, and the next one takes over within a minute.
const ELECTION_SECONDS = 60;
const MAX_BACKOFF_SECONDS = 60;
const LOCK_ASK_SECONDS = 3;
// A wait that a user can feel: a healthy pool has a waiter now and then, for milliseconds.
const SHORT_SECONDS = 0.1;

/** Failures that time alone does not mend, and what to do. Tried again now and then, because another pool may do better. */
const HOPELESS: Readonly<Record<string, string>> = {
  POOLER:
    "the pool connects through a pooler such as PgBouncer, which gives no session of its own; switch the probe off, or on in an app that connects to the server itself",
  UNSUPPORTED:
    "the pool's driver has no socket that can be kept from keeping the process alive (pg-native)",
};
const HOPELESS_SECONDS = 600;

/** Probes one database of one server, when this instance is elected to. {@link tick} drives it. */
export class ServerProbe {
  readonly name: string;
  readonly attributes: Attributes;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #counts = new ConnectionCounts();
  #sources: ProbeSource[] = [];
  #session: ProbeSession | undefined;
  #running: Promise<void> | undefined;
  #nextTurnAt: number;
  #nextLockAskAt = 0;
  #failures = 0;
  #hasWarned = false;
  #isStopped = false;
  #last: ServerState | undefined;

  constructor(options: ServerProbeOptions) {
    this.name = options.name;
    this.attributes = options.attributes;
    this.#clock = options.clock;
    this.#random = options.random;
    // Not all instances of a roll-out at once, and not in the first second of an app.
    this.#nextTurnAt = this.#clock() + 1 + 4 * this.#random();
  }

  /** A pool of the same server and database: its driver and settings may open the connection. */
  add(source: ProbeSource): void {
    this.#forgetEnded();
    this.#sources.push(source);
  }

  /** Whether every pool is gone. */
  isAbandoned(): boolean {
    this.#forgetEnded();
    return this.#sources.length === 0;
  }

  /** What to report now; undefined when this instance is not the one that does. */
  state(): ServerState | undefined {
    const last = this.#last;
    if (last === undefined || !last.isSuccess) return last;
    const isTrue = this.#session?.isOpen === true && this.#clock() - last.at <= TRUE_FOR_SECONDS;
    return isTrue ? last : FAILED;
  }

  /** Called every second or so: does what is due, one thing at a time. Never rejects. */
  tick(): Promise<void> {
    this.#running ??= this.#work().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Ends the connection, if there is one; the server gives the election's lock to the next who asks. */
  stop(): void {
    this.#isStopped = true;
    this.#close();
    this.#last = undefined;
  }

  async #work(): Promise<void> {
    this.#isStopped = false;
    try {
      if (this.#session?.isOpen === false) this.#noteLoss();
      if (this.#clock() >= this.#nextTurnAt) await this.#takeTurn();
      await this.#watchLocks();
    } catch (error) {
      this.#failed(error);
    }
    if (this.#isStopped) this.stop();
  }

  /** The elected session samples; any other one tries to be elected. */
  async #takeTurn(): Promise<void> {
    const session = await this.#open();
    if (!(await session.elect())) {
      this.#last = undefined;
      this.#failures = 0;
      this.#nextTurnAt = this.#clock() + ELECTION_SECONDS * (2 / 3 + this.#random() / 3);
      return;
    }
    const startedAt = this.#clock();
    const reading = await session.sample();
    const at = this.#clock();
    const connections = this.#counts.bounded(reading.connections, at);
    this.#last = {
      isSuccess: true,
      reading: { ...reading, connections },
      probeSeconds: at - startedAt,
      at,
    };
    this.#failures = 0;
    this.#nextTurnAt = startedAt + SAMPLE_SECONDS;
  }

  /**
   * While a pool is short, asks every few seconds which of its backends wait for a lock, elected or not; a session that is not elected ends
   * when no pool is short any more.
   */
  async #watchLocks(): Promise<void> {
    const short = this.#shortPools();
    if (short.length === 0) {
      if (this.#session?.isElected === false) this.#close();
      return;
    }
    if (this.#clock() < this.#nextLockAskAt) return;
    this.#nextLockAskAt = this.#clock() + LOCK_ASK_SECONDS;
    try {
      const session = await this.#open();
      tell(short, await session.lockWaits(short.flatMap((pool) => pool.backendPids())));
    } catch (error) {
      if (this.#session?.isElected === true) throw error;
      // A server with no connection left tells an instance that is not elected nothing of its locks; to ask again soon would be a burden.
      this.#close();
      this.#nextLockAskAt = this.#clock() + backoff(this.#failures + 1, this.#random());
    }
  }

  #shortPools(): LockWatched[] {
    return this.#sources.flatMap(({ pool }) =>
      pool !== undefined && pool.oldestWaiterSeconds >= SHORT_SECONDS ? pool : [],
    );
  }

  async #open(): Promise<ProbeSession> {
    if (this.#session?.isOpen === true) return this.#session;
    this.#close();
    // Another pool may have a password that is right when the last one had not.
    const source = this.#sources[this.#failures % this.#sources.length];
    if (source === undefined) throw new Error("no pool is left");
    this.#session = await ProbeSession.open(source.createConnection());
    return this.#session;
  }

  /** The connection broke between two questions. Whether that is worth a warning shows when the next one is opened. */
  #noteLoss(): void {
    const wasElected = this.#session?.isElected === true;
    this.#close();
    if (!wasElected) return;
    this.#last = FAILED;
    this.#failures += 1;
    this.#nextTurnAt = this.#clock() + backoff(this.#failures, this.#random());
  }

  #failed(error: unknown): void {
    this.#close();
    if (this.#isStopped) return;
    const code = failureCode(error);
    this.#last = FAILED;
    this.#failures += 1;
    this.#nextTurnAt = this.#clock() + pauseAfter(code, this.#failures, this.#random());
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    diag.warn(warning(this.name, code));
  }

  #forgetEnded(): void {
    this.#sources = this.#sources.filter((source) => !source.isEnded());
  }

  #close(): void {
    this.#session?.close();
    this.#session = undefined;
  }
}

const FAILED: ServerState = { isSuccess: false, reading: undefined, probeSeconds: 0, at: 0 };

/** Seconds until the next attempt after so many failures: 1–2, 2–4, 4–8 … 30–60. */
function backoff(failures: number, random: number): number {
  return Math.min(MAX_BACKOFF_SECONDS, 2 ** failures) * (1 / 2 + random / 2);
}

function pauseAfter(code: string, failures: number, random: number): number {
  return code in HOPELESS ? HOPELESS_SECONDS : backoff(failures, random);
}

function warning(name: string, code: string): string {
  const advice =
    HOPELESS[code] ?? "it is tried again, with pauses that grow to 60 s; the app is not affected";
  return `plimsoll: server probe of ${JSON.stringify(name)}: failed (${code}), so its plimsoll.server.* metrics are missing: ${advice}. See docs/server-probe.md.`;
}

function tell(pools: readonly LockWatched[], waits: LockWaits): void {
  const waiting = new Set(waits.waitingPids);
  for (const pool of pools) {
    const count = pool.backendPids().filter((pid) => waiting.has(pid)).length;
    pool.noteLockWaiters(count, waits.blockers);
  }
}

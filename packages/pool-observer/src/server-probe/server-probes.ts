import { AsyncResource } from "node:async_hooks";
import { context, createContextKey, diag, ROOT_CONTEXT } from "@opentelemetry/api";
import { type Clock, monotonicSeconds } from "../clock.ts";
import { poolName, serverAttributes } from "../pool-identity.ts";
import type { ProbeSource } from "./probe-connection.ts";
import { ServerProbe } from "./server-probe.ts";

export interface ServerProbesOptions {
  /** @default monotonicSeconds */
  readonly clock?: Clock;
  /** From 0 to 1. @default Math.random */
  readonly random?: () => number;
}

// An app with a database for each tenant would else have a connection for each.
const PROBE_LIMIT = 10;
const TICK_MILLIS = 1000;

// @opentelemetry/core 3.0 trace/suppress-tracing keeps it under this key; createContextKey() is Symbol.for(), so that the same key is
// reached without importing an SDK package.
const SUPPRESS_TRACING = createContextKey("OpenTelemetry SDK Context Key SUPPRESS_TRACING");

/**
 * The probes of a process: one for each distinct server and database, whatever number of pools lead there. Until {@link start} they are
 * only noted, and nothing is connected.
 */
export class ServerProbes {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #probes = new Map<string, ServerProbe>();
  // What runs in here belongs to none of the app's requests, whichever of them the first pool came with.
  readonly #outside = new AsyncResource("plimsoll.server_probe");
  #timer: NodeJS.Timeout | undefined;
  #hasWarned = false;

  constructor(options: ServerProbesOptions = {}) {
    this.#clock = options.clock ?? monotonicSeconds;
    this.#random = options.random ?? Math.random;
  }

  /** A pool was found. Cheap; it is forgotten when it has ended. */
  offer(source: ProbeSource): void {
    const { host, port, database } = source.identity;
    const name = poolName({ host, port, database });
    let probe = this.#probes.get(name);
    if (probe === undefined) {
      if (!this.#hasRoom()) return;
      const attributes = serverAttributes(source.identity);
      probe = new ServerProbe({ name, attributes, clock: this.#clock, random: this.#random });
      this.#probes.set(name, probe);
    }
    probe.add(source);
  }

  /** Begins to probe. Neither the timer nor a connection keeps the process alive. */
  start(): void {
    this.#outside.runInAsyncScope(() => {
      this.#timer ??= setInterval(() => this.tick(), TICK_MILLIS).unref();
    });
  }

  /** Ends every connection of the probes; {@link start} begins anew. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const probe of this.#probes.values()) probe.stop();
  }

  /** Lets each probe do what is due; resolves when they have. Called by the timer once a second. */
  async tick(): Promise<void> {
    this.#forgetAbandoned();
    const untraced = ROOT_CONTEXT.setValue(SUPPRESS_TRACING, true);
    const probes = [...this.#probes.values()];
    await Promise.all(probes.map((probe) => context.with(untraced, () => probe.tick())));
  }

  /** The probes, whether they have something to report or not. */
  all(): Iterable<ServerProbe> {
    return this.#probes.values();
  }

  #hasRoom(): boolean {
    if (this.#probes.size < PROBE_LIMIT) return true;
    this.#forgetAbandoned();
    if (this.#probes.size < PROBE_LIMIT) return true;
    if (this.#timer !== undefined && !this.#hasWarned) {
      this.#hasWarned = true;
      diag.warn(
        `plimsoll: server probe: this process has pools of more than ${PROBE_LIMIT} databases, and probes the first ${PROBE_LIMIT}. See docs/server-probe.md.`,
      );
    }
    return false;
  }

  #forgetAbandoned(): void {
    for (const [name, probe] of this.#probes) {
      if (!probe.isAbandoned()) continue;
      probe.stop();
      this.#probes.delete(name);
    }
  }
}

/** The probes of this process: one list, whoever found the pools and whoever reads it. */
export const serverProbes: ServerProbes = new ServerProbes();

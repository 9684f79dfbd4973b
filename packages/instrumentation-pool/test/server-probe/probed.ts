import { type Attributes } from "@opentelemetry/api";
import { ATTRIBUTE, type ServerMetric } from "@plimsoll/catalog";
import {
  observeServers,
  PoolRegistry,
  type PoolTracker,
  type ProbeSource,
  ServerProbes,
} from "@plimsoll/pool-observer";
import pg from "pg";
import type { Test } from "tap";
import { identifyPool } from "../../src/pg-pool/identify-pool.ts";
import type { PgPool } from "../../src/pg-pool/pg-shapes.ts";
import { trackPool } from "../../src/pg-pool/tracked-pool.ts";
import { pgPoolProbeSource } from "../../src/server-probe/probe-sources.ts";
import { openPool } from "../database.ts";

/** What one instance reports of servers at one moment. */
export class Report {
  readonly points: readonly {
    readonly metric: ServerMetric;
    readonly value: number;
    readonly attributes: Attributes;
  }[];

  constructor(probes: ServerProbes) {
    const points: { metric: ServerMetric; value: number; attributes: Attributes }[] = [];
    observeServers(probes, (metric, value, attributes) =>
      points.push({ metric, value, attributes }),
    );
    this.points = points;
  }

  /** The one number of `metric`; undefined when it is not reported. */
  number(metric: ServerMetric): number | undefined {
    return this.points.find((point) => point.metric === metric)?.value;
  }

  connections(state: string, application: string): number | undefined {
    return this.points.find(
      ({ metric, attributes }) =>
        metric === "connections" &&
        attributes[ATTRIBUTE.serverState] === state &&
        attributes[ATTRIBUTE.application] === application,
    )?.value;
  }
}

/** The probe of one instance, on a clock that only the test moves. */
export class Instance {
  readonly #probes: ServerProbes;
  #now = 0;

  constructor() {
    // A jitter of 0: the first try after 1 s, then every 40 s.
    this.#probes = new ServerProbes({ clock: () => this.#now, random: () => 0 });
  }

  offer(source: ProbeSource): void {
    this.#probes.offer(source);
  }

  /** Lets `seconds` pass, a tick at each, and returns what is reported then. */
  async pass(seconds: number): Promise<Report> {
    for (let i = 0; i < seconds; i += 1) {
      this.#now += 1;
      await awake(() => this.#probes.tick());
    }
    return this.report();
  }

  report(): Report {
    return new Report(this.#probes);
  }

  /** Seconds until `isThere` of the report, at most `most`. */
  async passUntil(most: number, isThere: (report: Report) => boolean): Promise<number> {
    for (let i = 1; i <= most; i += 1) if (isThere(await this.pass(1))) return i;
    return Number.POSITIVE_INFINITY;
  }

  stop(): void {
    this.#probes.stop();
  }
}

/** What `work` gives. A probe keeps no process alive, and a test that waits for one would end before it. */
export async function awake<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => undefined, 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** A pool of pg with its tracker, as a source for a probe. */
export interface ProbedPool {
  readonly pool: pg.Pool;
  readonly name: string;
  readonly tracker: PoolTracker;
  readonly source: ProbeSource;
}

export function openProbedPool(t: Test, options: pg.PoolConfig = {}): ProbedPool {
  const { pool, name } = openPool(t, options);
  const pgPool = pool as unknown as PgPool;
  const { tracker } = trackPool(pgPool, new PoolRegistry());
  const source = pgPoolProbeSource(pgPool, identifyPool(pgPool.options, {}), tracker);
  return { pool, name, tracker, source };
}

/** An instance that probes the server of a pool of its own; stopped at the test's end. */
export function openInstance(
  t: Test,
  options: pg.PoolConfig = {},
): ProbedPool & { readonly instance: Instance } {
  const probed = openProbedPool(t, options);
  const instance = new Instance();
  instance.offer(probed.source);
  t.teardown(() => instance.stop());
  return { ...probed, instance };
}

import { isPromise } from "node:util/types";
import type {
  ExpectedGrant,
  PoolCounts,
  PoolLimits,
  PoolRegistry,
  PoolRequest,
  PoolTracker,
} from "@plimsoll/pool-observer";
import { guard } from "../guard.ts";
import type { ConnectionPlace } from "../pg-client/pg-client.ts";
import { placeOf, type QueryPlace } from "../queries/query-place.ts";
import { readSafely } from "../read-safely.ts";
import { identifyPostgres } from "./identify-postgres.ts";
import {
  isPostgresSql,
  type PoolClosure,
  type PostgresConnection,
  type PostgresQuery,
  type PostgresRequest,
} from "./postgres-shapes.ts";
import { type ConnectionPool, WatchedConnection } from "./watched-connection.ts";

export interface WatchedPoolOptions {
  readonly closure: PoolClosure;
  readonly registry: PoolRegistry;
  /** Reads the closure anew, because the closure's variables change. */
  readonly readVariables: () => readonly unknown[];
  readonly seesSockets: boolean;
}

/** What is kept per pool of postgres.js. It is known to the pool's own queues alone, so that it goes with them. */
export class WatchedPool implements ConnectionPool {
  readonly closure: PoolClosure;
  readonly seesSockets: boolean;
  readonly connections: ReadonlyMap<PostgresConnection, WatchedConnection>;
  isLeaving = false;
  /** The app ended the pool and does not wait for what is queued. */
  isDestroying = false;
  /** Each connection was told to end; after `sql.close()` the pool can be used again. */
  isEndAsked = false;
  readonly #registry: PoolRegistry;
  readonly #readVariables: () => readonly unknown[];
  readonly #requests = new WeakMap<PostgresRequest, PoolRequest>();
  /** Requests that were there before us. */
  readonly #older = new WeakSet<PostgresRequest>();
  #olderWaiting = 0;
  #waiting = 0;
  #tracker: PoolTracker | undefined;
  #place: QueryPlace | undefined;
  #isEnding = false;
  #handler: unknown;

  constructor({ closure, registry, readVariables, seesSockets }: WatchedPoolOptions) {
    this.closure = closure;
    this.seesSockets = seesSockets;
    this.#registry = registry;
    this.#readVariables = readVariables;
    this.connections = new Map(closure.connections.map((c) => [c, new WatchedConnection(c, this)]));
  }

  get queues(): PoolClosure["queues"] {
    return this.closure.queues;
  }

  get options(): PoolClosure["options"] {
    return this.closure.options;
  }

  /** Made when something first happens to the pool: apps make pools that they never use. */
  get tracker(): PoolTracker {
    this.#tracker ??= this.#report();
    return this.#tracker;
  }

  /** Where it connects to, and as whom. */
  get address(): ConnectionPlace {
    const { host, port, database } = identifyPostgres(this.options);
    return { host, port, database, user: this.options.user };
  }

  /** Where its queries go. */
  get place(): QueryPlace {
    return (this.#place ??= placeOf(this.address, this.tracker));
  }

  /** Reports the pool from now on, under the name that the app gave; no effect when it is reported already. */
  reportAs(explicitName: string): void {
    this.#tracker ??= this.#report(explicitName);
  }

  /** A request that waited before we came. */
  noteOlder(request: PostgresRequest): void {
    if (this.#older.has(request)) return;
    this.#older.add(request);
    this.#olderWaiting += 1;
  }

  /**
   * `request` asks for a connection. One that is known is not counted again; unless it is queued, how it will be granted is clear only now.
   *
   * @param isForApp whether code of the app holds the connection, which postgres.js gives back by itself after a query
   */
  asked(
    request: PostgresRequest,
    expected: ExpectedGrant,
    isForApp = false,
  ): PoolRequest | undefined {
    if (this.#older.has(request)) return undefined;
    const known = this.#requests.get(request);
    if (known !== undefined) {
      if (known.isPending && known.expected !== "queued") known.expected = expected;
      return known;
    }
    const started = this.tracker.requestStarted(expected, isForApp);
    this.#waiting += 1;
    this.#requests.set(request, started);
    return started;
  }

  granted(request: PostgresRequest, connection: WatchedConnection): void {
    const started = this.#requests.get(request);
    if (started?.isPending === true) {
      this.#waiting -= 1;
      this.tracker.requestGranted(started, connection.held);
      return;
    }
    // The connection goes straight from one to the next.
    this.tracker.released(connection.held);
    this.#olderLeft(request);
  }

  /** `request` gets no connection. */
  failed(request: PostgresRequest, outcome: "failed" | "abandoned"): void {
    const started = this.#requests.get(request);
    if (started?.isPending === true) {
      this.#waiting -= 1;
      this.tracker.requestFailed(started, outcome);
    }
    this.#olderLeft(request);
  }

  /** `sql.begin()` was called: `begin` is its first query, and its caller goes on with the connection that it gets. */
  noteBegin(begin: PostgresQuery): void {
    if (this.isEnding) {
      this.#refuse();
      return;
    }
    const request = this.asked(begin, "idle", true);
    if (request === undefined) return;
    this.tracker.enterFlow(request);
    const { reject } = begin;
    begin.reject = (error) => {
      guard(() => this.failed(begin, "failed"));
      return reject(error);
    };
  }

  /** A query that is asked of an ended pool is refused at once; one of a transaction that still runs is not. */
  noteWhenEnding(query: PostgresQuery): void {
    if (!this.isEnding) return;
    this.#handler ??= this.sampleQuery()?.handler;
    if (query.handler === this.#handler) this.#refuse();
  }

  /** A query of the pool that was and will never be sent. */
  sampleQuery(): PostgresQuery | undefined {
    return this.#readVariables().find(isPostgresSql)?.unsafe("");
  }

  reservedIdle(connection: WatchedConnection): void {
    const request = this.tracker.requestStarted("idle");
    this.tracker.enterFlow(request);
    this.tracker.requestGranted(request, connection.held);
  }

  /** Whether the app ended the pool: a variable of its closure is then a promise, and no other one ever is. */
  get isEnding(): boolean {
    if (!this.isEndAsked || this.#isEnding) return this.#isEnding;
    this.#isEnding = this.#readVariables().some((value) => isPromise(value));
    // It was `sql.close()`.
    this.isEndAsked = this.#isEnding;
    return this.#isEnding;
  }

  counts(): PoolCounts {
    const counts = { idle: 0, used: 0, connecting: 0 };
    for (const { state } of this.connections.values()) if (state !== undefined) counts[state] += 1;
    const total = counts.idle + counts.used + counts.connecting;
    const queued = this.#waiting + this.#olderWaiting;
    const isEnded = total === 0 && queued === 0 && this.isEnding;
    return { total, idle: counts.idle, connecting: counts.connecting, queued, isEnded };
  }

  limits(): PoolLimits {
    return { max: this.connections.size, min: 0, acquireTimeoutSeconds: 0 };
  }

  #refuse(): void {
    this.tracker.requestFailed(this.tracker.requestStarted("queued"), "failed");
  }

  #olderLeft(request: PostgresRequest): void {
    if (!this.#older.delete(request)) return;
    this.#olderWaiting -= 1;
  }

  #report(explicitName?: string): PoolTracker {
    return this.#registry.add(
      { ...identifyPostgres(this.options), explicitName },
      readSafely(
        this,
        (pool) => pool.counts(),
        (pool) => pool.limits(),
      ),
    );
  }
}

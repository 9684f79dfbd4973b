import type { CloseReason } from "@plimsoll/catalog";
import {
  atTime,
  type ConnectionSource,
  HeldConnection,
  type PoolTracker,
  replayableClock,
  type TransactionStatus,
} from "@plimsoll/pool-observer";
import { guard } from "../guard.ts";
import { isListen } from "../is-listen.ts";
import type { ConnectionPlace } from "../pg-client/pg-client.ts";
import type { QueryPlace } from "../queries/query-place.ts";
import type { QueryRun } from "../queries/query-run.ts";
import { connectErrorType } from "./connect-error-type.ts";
import type {
  PostgresConnection,
  PostgresOptions,
  PostgresQuery,
  PostgresQueue,
  PostgresQueues,
} from "./postgres-shapes.ts";
import { beginQuery, watchEnd } from "./watch-query.ts";

/** What a connection needs of its pool. */
export interface ConnectionPool {
  readonly tracker: PoolTracker;
  readonly queues: PostgresQueues;
  readonly options: PostgresOptions;
  /** Where it connects to, and as whom. */
  readonly address: ConnectionPlace;
  /** Where its queries go. */
  readonly place: QueryPlace;
  /** Whether each socket that postgres.js opens is seen ({@link WatchedConnection.socketOpened}). */
  readonly seesSockets: boolean;
  /** True while the app ends the pool. */
  readonly isLeaving: boolean;
  /** `sql.reserve()` took the connection, which was idle. */
  reservedIdle(connection: WatchedConnection): void;
}

/**
 * `none`: there is no socket, or only one of a connect that failed. `starting`: postgres.js lists it as connecting and has not sent its first query.
 * `open`: the server has it; it is idle, used, or being closed.
 */
type Phase = "none" | "starting" | "open";

// A timer of Node may fire up to a millisecond early.
const TIMER_SECONDS = 0.002;

/** What is kept per connection of a pool of postgres.js. */
export class WatchedConnection implements ConnectionSource {
  readonly held: HeldConnection = new HeldConnection(this);
  readonly connection: PostgresConnection;
  readonly #pool: ConnectionPool;
  phase: Phase = "none";
  /** Inside of postgres.js' `execute()`: it moves the connection while it sends the query. */
  isExecuting = false;
  isClosing = false;
  /** The connect that runs, once its socket is there. */
  #connect: number | undefined;
  #askedAt = 0;
  /** It began before us: how long it takes is not known. */
  isConnectFromBefore = false;
  #openSince = 0;
  /** The youngest query in flight; only then, because it keeps its parameters. */
  #inFlight: PostgresQuery | undefined;
  #lastText: string | undefined;
  /** The COPY that it sent last, if it is not known to be over. */
  #streaming: QueryRun | undefined;
  #backend: PostgresQuery["state"] = null;
  /** It will be closed for this reason when its queries are done. */
  #closeReason: CloseReason | undefined;
  #moves = 0;

  constructor(connection: PostgresConnection, pool: ConnectionPool) {
    this.connection = connection;
    this.#pool = pool;
  }

  backendPid(): number | undefined {
    const pid = this.#backend?.pid;
    return typeof pid === "number" ? pid : undefined;
  }

  /** postgres.js keeps the server's word on it nowhere: only `sql.begin()` tells that a transaction is open. */
  transactionStatus(): TransactionStatus | undefined {
    const { reserved } = this.connection;
    // postgres.js gives a connection that closes up without a word.
    if (this.isClosing || typeof reserved !== "function") return undefined;
    return "release" in reserved ? undefined : "open";
  }

  lastQueryText(): string | undefined {
    return this.#lastText;
  }

  get state(): "idle" | "used" | "connecting" | undefined {
    if (this.phase === "starting")
      return this.#connect === undefined && !this.isConnectFromBefore ? undefined : "connecting";
    if (this.phase === "none" || this.isClosing) return undefined;
    return this.connection.queue === this.#pool.queues.open ? "idle" : "used";
  }

  /** postgres.js decided to connect; after a failure it waits for a while first. */
  connectAsked(): void {
    this.phase = "starting";
    this.isClosing = false;
    this.isConnectFromBefore = false;
    this.#closeReason = undefined;
    this.#connect = undefined;
    this.#askedAt = replayableClock();
    if (!this.#pool.seesSockets) this.socketOpened();
  }

  /** A socket begins to connect. One that did so before was of another host, and failed. */
  socketOpened(): void {
    if (this.phase !== "starting") return;
    if (this.#connect !== undefined) this.#pool.tracker.connectFailed(this.#connect, undefined);
    this.#connect = this.#pool.tracker.connectStarted();
  }

  /** The connection is ready for its first query. */
  connected(): void {
    if (this.phase !== "starting") return;
    this.phase = "open";
    if (!this.isConnectFromBefore) this.#pool.tracker.connectSucceeded(this.#startedConnect());
    this.#connect = undefined;
  }

  /**
   * The first query was refused with `error`. Nearly always the connect failed; but after a lost connection the next one may refuse its first query
   * with the error of the one before, and be good (postgres 3.4.9 src/connection.js:428 keeps `errorResponse`).
   */
  firstRefused(error: unknown): void {
    // That one goes on in the same turn.
    queueMicrotask(() => guard(() => this.#connectFailed(error)));
  }

  /**
   * `query` was sent.
   * @param refusal what postgres.js refused it with, if it did; it was not sent then
   */
  querySent(query: PostgresQuery, refusal?: { readonly error: unknown }): void {
    this.#endStreaming();
    this.#inFlight = query;
    this.#backend = query.state;
    this.#lastText = typeof query.string === "string" ? query.string : undefined;
    if (this.#lastText !== undefined && isListen(this.#lastText)) this.held.isListening = true;
    const now = this.#pool.tracker.queryStarted(this.held);
    this.#observe(query, now, refusal);
    if (this.#closeReason !== undefined) this.#watchLast(query);
  }

  #observe(
    query: PostgresQuery,
    now: number,
    refusal: { readonly error: unknown } | undefined,
  ): void {
    const run = beginQuery(query, this, this.#pool);
    if (run === undefined) return;
    run.dispatched(now);
    if (refusal !== undefined) {
      run.end(refusal.error);
      return;
    }
    watchEnd(query, run);
    if (query.streaming) this.#streaming = run;
  }

  /** The stream of a COPY ends without a word. */
  #endStreaming(): void {
    this.#streaming?.end(undefined);
    this.#streaming = undefined;
  }

  /** No query is in flight any more. */
  queryOver(): void {
    this.#endStreaming();
    this.#inFlight = undefined;
    this.#pool.tracker.queryEnded(this.held);
  }

  /** postgres.js puts the connection into the list `to`. */
  moved(to: PostgresQueue<PostgresConnection>): void {
    const { queues } = this.#pool;
    const from = this.connection.queue;
    this.#moves += 1;
    if (to === queues.open) this.#becomeIdle();
    else if (to === queues.reserved) this.#moveToReserved(from);
    else if (to === queues.ended) this.#moveToEnded(from);
    else if (to === queues.closed) this.#close();
  }

  /** The app ends the pool while a transaction or a `sql.reserve()` has the connection: it is closed after that. */
  endAsked(): void {
    if (this.phase === "open" && this.connection.reserved) this.#closeLater("end");
  }

  /** The app ends the pool and waits no longer. */
  terminated(): void {
    if (this.phase === "open" && !this.isClosing) this.#startClosing(this.#closeReason ?? "end");
  }

  #connectFailed(error: unknown): void {
    if (this.phase !== "starting") return;
    this.phase = "none";
    if (!this.isConnectFromBefore)
      this.#pool.tracker.connectFailed(this.#startedConnect(), connectErrorType(error));
    this.#connect = undefined;
  }

  #startedConnect(): number {
    return (this.#connect ??= atTime(this.#askedAt, () => this.#pool.tracker.connectStarted()));
  }

  #becomeIdle(): void {
    this.connected();
    this.#openSince = replayableClock();
    this.#release();
  }

  #moveToReserved(from: PostgresQueue<PostgresConnection>): void {
    const { queues } = this.#pool;
    // `sql.begin()` moves the connection while BEGIN is being sent on it.
    if (this.isExecuting) return;
    if (from === queues.open) this.#pool.reservedIdle(this);
    // From `connecting` it comes with BEGIN as its first query, or with none.
    else if (from !== queues.connecting) this.queryOver();
  }

  #moveToEnded(from: PostgresQueue<PostgresConnection>): void {
    if (this.phase === "none") return;
    const isIdle = from === this.#pool.queues.open;
    const reason = this.#pool.isLeaving ? "end" : isIdle && this.#isTooIdle() ? "idle" : "lifetime";
    if (isIdle) this.#startClosing(reason);
    else this.#closeLater(reason);
  }

  /** Two timers end a connection, without saying which one it was. */
  #isTooIdle(): boolean {
    const { idle_timeout: seconds } = this.#pool.options;
    if (typeof seconds !== "number" || seconds === 0) return false;
    return replayableClock() - this.#openSince >= seconds - TIMER_SECONDS;
  }

  #closeLater(reason: CloseReason): void {
    this.#closeReason = reason;
    if (this.#inFlight !== undefined) this.#watchLast(this.#inFlight);
  }

  /**
   * After its last query postgres.js closes a connection that is to end, and tells nobody. `query` may be the last: it is when neither another one
   * nor a move follows its answer at once (postgres 3.4.9 src/connection.js:510, ReadyForQuery).
   */
  #watchLast(query: PostgresQuery): void {
    // These answer before the server is done with them; then only the close of the socket tells.
    if (query.streaming || query.onlyDescribe) return;
    const watch = (settle: (value: unknown) => unknown) => (value: unknown) => {
      const moves = this.#moves;
      queueMicrotask(() =>
        guard(() => {
          const isLast = this.#inFlight === query && this.#moves === moves;
          if (isLast && this.phase === "open" && !this.isClosing)
            this.#startClosing(this.#closeReason ?? "end");
        }),
      );
      return settle(value);
    };
    query.resolve = watch(query.resolve);
    query.reject = watch(query.reject);
  }

  #startClosing(reason: CloseReason): void {
    this.isClosing = true;
    this.#release();
    this.#pool.tracker.closeStarted(reason);
  }

  /** Its socket is closed. */
  #close(): void {
    this.#connectFailed(undefined);
    if (this.phase === "open") {
      if (!this.isClosing) this.#startClosing(this.#closeReason ?? "error");
      this.#pool.tracker.closeEnded();
    }
    this.phase = "none";
    this.isClosing = false;
    this.#backend = null;
  }

  #release(): void {
    this.#endStreaming();
    this.#inFlight = undefined;
    const { tracker } = this.#pool;
    if (this.held.isHeld) tracker.released(this.held, tracker.now());
    else tracker.queryEnded(this.held);
  }
}

import {
  type ConnectionSource,
  HeldConnection,
  type PoolTracker,
  type TransactionStatus,
} from "@plimsoll/pool-observer";
import { isListen } from "../is-listen.ts";
import type { PgClient } from "./pg-client.ts";

const CONNECTION = Symbol("plimsoll.connection");

/** What is kept per pg client. */
export class PgConnection implements ConnectionSource {
  readonly tracker: PoolTracker;
  readonly held: HeldConnection;
  readonly #client: PgClient;
  /** The query object in flight; only then, because it keeps the rows of its result. */
  #activeQuery: unknown;
  #lastText: string | undefined;
  /** Its pool dropped it. */
  isClosing = false;
  /** pg-pool's own `query()` was granted it, in the call that runs now. */
  isGrantedNow = false;
  /** ReadyForQuery's last status, of a pg that does not keep it (before 8.21). */
  transactionCode: unknown;

  constructor(client: PgClient, tracker: PoolTracker) {
    this.#client = client;
    this.tracker = tracker;
    this.held = new HeldConnection(this);
  }

  backendPid(): number | undefined {
    const { processID } = this.#client;
    return typeof processID === "number" ? processID : undefined;
  }

  transactionStatus(): TransactionStatus | undefined {
    const client = this.#client;
    return STATUS_OF.get(client.getTransactionStatus?.() ?? this.transactionCode);
  }

  lastQueryText(): string | undefined {
    return this.#lastText;
  }

  /** Brings the record in line with what the client is doing; called after each step of the client's query queue. */
  noteQueries(): void {
    const client = this.#client;
    if (!isQuerying(client)) {
      if (this.#activeQuery !== undefined) this.noteNoQuery();
      return;
    }
    const query = activeQueryOf(client);
    // Between an error and its ReadyForQuery no query is active, yet the server is not done.
    if (query === undefined || query === null || query === this.#activeQuery) return;
    this.#activeQuery = query;
    this.#lastText = textOf(query);
    if (this.#lastText !== undefined && isListen(this.#lastText)) this.held.isListening = true;
    this.tracker.queryStarted(this.held, this.isGrantedNow);
  }

  /** The client has no query in flight: it finished, or the connection broke. */
  noteNoQuery(): void {
    if (this.#activeQuery === undefined) return;
    this.#activeQuery = undefined;
    this.tracker.queryEnded(this.held);
  }

  /** The connection is given back. */
  noteReleased(): void {
    // pg-pool's own `query()` releases inside of its query's end, before the client looks for the next one.
    const isQueryOver = this.#activeQuery !== undefined && !isQuerying(this.#client);
    if (isQueryOver) this.#activeQuery = undefined;
    this.tracker.released(this.held, isQueryOver);
  }
}

/** As the protocol has it: https://www.postgresql.org/docs/18/protocol-message-formats.html, ReadyForQuery. */
const STATUS_OF: ReadonlyMap<unknown, TransactionStatus> = new Map([
  ["I", "idle"],
  ["T", "open"],
  ["E", "failed"],
]);

/** The record of `client`, if it was made by a pool that is tracked. */
export function connectionOf(client: object): PgConnection | undefined {
  return (client as { [CONNECTION]?: PgConnection })[CONNECTION];
}

/** The record of `client`, made at first sight. Not enumerable, so that it shows in no log of the client. */
export function trackConnection(client: object, tracker: PoolTracker): PgConnection {
  const known = connectionOf(client);
  if (known !== undefined) return known;
  const connection = new PgConnection(client as PgClient, tracker);
  Object.defineProperty(client, CONNECTION, { value: connection });
  return connection;
}

function textOf(query: unknown): string | undefined {
  // A QueryStream has its text in its cursor (pg-query-stream 4.17.0).
  const { text, cursor } = query as { text?: unknown; cursor?: { text?: unknown } };
  if (typeof text === "string") return text;
  return typeof cursor?.text === "string" ? cursor.text : undefined;
}

function activeQueryOf(client: PgClient): unknown {
  // `activeQuery` exists beside it as a getter that prints a deprecation warning (pg 8.23.1 lib/client.js:110).
  if (client._activeQuery !== undefined) return client._activeQuery;
  if ("_activeQuery" in client || client._hasActiveQuery) return undefined;
  return client.activeQuery;
}

function isQuerying(client: PgClient): boolean {
  if (client.readyForQuery !== undefined) return !client.readyForQuery;
  return Boolean(client._hasActiveQuery?.()) || client._pipelineInFlight === true;
}

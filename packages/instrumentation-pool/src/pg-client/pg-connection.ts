import {
  type ConnectionSource,
  HeldConnection,
  type PoolTracker,
  type QueryAccount,
  type TransactionStatus,
} from "@plimsoll/pool-observer";
import { isListen } from "../is-listen.ts";
import type { QueryPlace } from "../queries/query-place.ts";
import { runOf } from "../queries/pg-query-run.ts";
import { activeQueryOf, type PgClient, textOf } from "./pg-client.ts";

const CONNECTION = Symbol("plimsoll.connection");

/** What is kept per pg client. */
export class PgConnection implements ConnectionSource {
  /** Of its pool; none for a client that is no pool's, or not yet known to be. */
  tracker: PoolTracker | undefined;
  readonly held: HeldConnection;
  readonly #client: PgClient;
  /** The query object in flight; only then, because it keeps the rows of its result. */
  #activeQuery: unknown;
  #lastText: string | undefined;
  /** Its pool dropped it. */
  isClosing = false;
  /** pg-pool's own `query()` was granted it, in the call that runs now. */
  isGrantedNow = false;
  /** That `query()` answers with a promise, so that no callback of the app is run by the client. */
  isAnswerPromised = false;
  /** When the answer to its query was complete, until that is accounted for; on the clock of its account. */
  answeredAt: number | undefined;
  /** Where its queries go; known at the first that has a span. */
  place: QueryPlace | undefined;
  /** Who accounts for its queries while it has no pool. */
  unpooled: QueryAccount | undefined;
  /** ReadyForQuery's last status, of a pg that does not keep it (before 8.21). */
  transactionCode: unknown;

  constructor(client: PgClient, tracker: PoolTracker | undefined) {
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
    if (typeof query !== "object" || query === null || query === this.#activeQuery) return;
    this.#activeQuery = query;
    this.answeredAt = undefined;
    this.#lastText = textOf(query);
    if (this.#lastText !== undefined && isListen(this.#lastText)) this.held.isListening = true;
    const now = this.tracker?.queryStarted(this.held, this.isGrantedNow);
    runOf(query)?.dispatched(now);
  }

  /** The client has no query in flight: it finished, or the connection broke. */
  noteNoQuery(): void {
    if (this.#activeQuery === undefined) return;
    this.#activeQuery = undefined;
    this.tracker?.queryEnded(this.held, this.#takeAnsweredAt());
  }

  /** The connection is given back. */
  noteReleased(): void {
    // pg-pool's own `query()` releases inside of its query's end, before the client looks for the next one.
    const isQueryOver = this.#activeQuery !== undefined && !isQuerying(this.#client);
    if (isQueryOver) this.#activeQuery = undefined;
    const { tracker } = this;
    if (tracker === undefined) return;
    tracker.released(
      this.held,
      isQueryOver ? (this.#takeAnsweredAt() ?? tracker.now()) : undefined,
    );
  }

  #takeAnsweredAt(): number | undefined {
    const at = this.answeredAt;
    this.answeredAt = undefined;
    return at;
  }
}

/** As the protocol has it: https://www.postgresql.org/docs/18/protocol-message-formats.html, ReadyForQuery. */
const STATUS_OF: ReadonlyMap<unknown, TransactionStatus> = new Map([
  ["I", "idle"],
  ["T", "open"],
  ["E", "failed"],
]);

/** The record of `client`, if it has one. */
export function connectionOf(client: object): PgConnection | undefined {
  return (client as { [CONNECTION]?: PgConnection })[CONNECTION];
}

/**
 * The record of `client`, made at first sight. Not enumerable, so that it shows in no log of the client.
 * @param tracker of its pool; absent when it is not known to have one
 */
export function trackConnection(client: object, tracker?: PoolTracker): PgConnection {
  const known = connectionOf(client);
  if (known !== undefined) {
    if (known.tracker === undefined && tracker !== undefined) {
      known.tracker = tracker;
      known.place = undefined;
    }
    return known;
  }
  const connection = new PgConnection(client as PgClient, tracker);
  Object.defineProperty(client, CONNECTION, { value: connection });
  return connection;
}

function isQuerying(client: PgClient): boolean {
  if (client.readyForQuery !== undefined) return !client.readyForQuery;
  return Boolean(client._hasActiveQuery?.()) || client._pipelineInFlight === true;
}

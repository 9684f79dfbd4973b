import { HeldConnection, type PoolTracker } from "@plimsoll/pool-observer";
import type { PgClient } from "./pg-client.ts";

const CONNECTION = Symbol("plimsoll.connection");

/** What is kept per pg client. */
export interface PgConnection {
  readonly tracker: PoolTracker;
  readonly held: HeldConnection;
  /** The query object that was last seen in flight. */
  activeQuery: unknown;
  /** Its pool dropped it. */
  isClosing: boolean;
}

/** The record of `client`, if it was made by a pool that is tracked. */
export function connectionOf(client: object): PgConnection | undefined {
  return (client as { [CONNECTION]?: PgConnection })[CONNECTION];
}

/** The record of `client`, made at first sight. Not enumerable, so that it shows in no log of the client. */
export function trackConnection(client: object, tracker: PoolTracker): PgConnection {
  const known = connectionOf(client);
  if (known !== undefined) return known;
  const connection: PgConnection = {
    tracker,
    held: new HeldConnection(),
    activeQuery: undefined,
    isClosing: false,
  };
  Object.defineProperty(client, CONNECTION, { value: connection });
  return connection;
}

/** Brings the record in line with what the client is doing; called after each step of the client's query queue. */
export function noteQueries(client: PgClient): void {
  const connection = connectionOf(client);
  if (connection === undefined) return;
  if (!isQuerying(client)) {
    noteNoQuery(connection);
    return;
  }
  const query = activeQueryOf(client);
  // Between an error and its ReadyForQuery no query is active, yet the server is not done.
  if (query === undefined || query === null || query === connection.activeQuery) return;
  connection.activeQuery = query;
  if (isListen(query)) connection.held.isListening = true;
  connection.tracker.queryStarted(connection.held);
}

/** The client has no query in flight: it finished, or the connection broke. */
export function noteNoQuery(connection: PgConnection): void {
  if (connection.activeQuery === undefined) return;
  connection.activeQuery = undefined;
  connection.tracker.queryEnded(connection.held);
}

function activeQueryOf(client: PgClient): unknown {
  // `activeQuery` exists beside it as a getter that prints a deprecation warning (pg 8.23.1 lib/client.js:110).
  if ("_activeQuery" in client) return client._activeQuery;
  return client._hasActiveQuery ? undefined : client.activeQuery;
}

function isQuerying(client: PgClient): boolean {
  if (client.readyForQuery !== undefined) return !client.readyForQuery;
  return Boolean(client._hasActiveQuery?.()) || client._pipelineInFlight === true;
}

const LOWER_L = 0x6c;
const UPPER_L = 0x4c;

function isListen(query: unknown): boolean {
  const { text } = query as { text?: unknown };
  if (typeof text !== "string") return false;
  // The first letter settles it for nearly every query, without running the expression.
  const first = text.charCodeAt(0);
  if (first > 0x20 && first !== LOWER_L && first !== UPPER_L) return false;
  return /^\s*listen\s/i.test(text);
}

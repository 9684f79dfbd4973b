import { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { PoolSettings } from "@plimsoll/pool-observer";
import type { PgClient } from "./pg-client.ts";
import { parseStartupOptions, timeoutSeconds } from "./startup-options.ts";

/** The settings of a pool that belong to each of its connections. */
export type SessionSettings = Pick<
  PoolSettings,
  | "connectTimeoutSeconds"
  | "statementTimeoutSeconds"
  | "queryTimeoutSeconds"
  | "lockTimeoutSeconds"
  | "idleInTransactionTimeoutSeconds"
  | "hasKeepAlive"
  | "hasTls"
  | "isRemote"
>;

/**
 * What `client`, which begins to connect or is connected, asks of server and network. pg has resolved connection string, options and `PG*`
 * variables already. Nothing is known of a native client: it hands libpq the options alone, and libpq has defaults of its own
 * (pg 8.23.1 lib/connection-parameters.js:142).
 */
export function readSession(client: PgClient): SessionSettings {
  const { connection, connectionParameters: parameters } = client;
  if (connection === undefined || parameters === undefined) return {};
  const given: Readonly<Record<string, unknown>> = { ...parameters };
  const options = parseStartupOptions(given["options"]);
  return {
    connectTimeoutSeconds: milliseconds(client._connectionTimeoutMillis),
    queryTimeoutSeconds: milliseconds(given["query_timeout"]),
    statementTimeoutSeconds: serverTimeout("statement_timeout", given, options),
    lockTimeoutSeconds: serverTimeout("lock_timeout", given, options),
    idleInTransactionTimeoutSeconds: serverTimeout(
      "idle_in_transaction_session_timeout",
      given,
      options,
    ),
    ...readNetwork(connection, given),
  };
}

/**
 * A parameter of the startup packet wins over the same in its `options`: the server applies it later (PostgreSQL 18
 * src/backend/utils/init/postinit.c, process_startup_options).
 */
function serverTimeout(
  name: string,
  given: Readonly<Record<string, unknown>>,
  options: ReadonlyMap<string, string>,
): number | undefined {
  const parameter = given[name];
  // pg 8.23.1 lib/client.js:558: `parseInt`, whatever unit follows; 0 and false are not sent.
  if (parameter && (typeof parameter === "number" || typeof parameter === "string"))
    return milliseconds(Number.parseInt(String(parameter), 10));
  const option = options.get(name);
  if (option !== undefined) return timeoutSeconds(option);
  // An older pg knows nothing of it.
  return name in given ? 0 : undefined;
}

/** `false`, null and the like are how pg says that there is no limit. */
function milliseconds(value: unknown): number | undefined {
  const number = Number(value ?? Number.NaN);
  return number >= 0 ? number / 1000 : undefined;
}

function readNetwork(
  connection: NonNullable<PgClient["connection"]>,
  { host, ssl }: Readonly<Record<string, unknown>>,
): SessionSettings {
  const { stream, _keepAlive: keepAlive } = connection;
  // A stream of the app's own, such as a tunnel or Neon's WebSocket, has an address, an encryption and a keep-alive of its own.
  const isPlain = stream instanceof Socket && (Boolean(ssl) || !(stream instanceof TLSSocket));
  if (!isPlain || typeof host !== "string") return {};
  const isRemote = !LOCAL_HOST.test(host);
  return {
    isRemote,
    hasTls: Boolean(ssl),
    ...(isRemote && keepAlive !== undefined && { hasKeepAlive: Boolean(keepAlive) }),
  };
}

// A path is the folder of a Unix socket.
const LOCAL_HOST = /^(?:\/|localhost$|127\.|::1$|$)/i;

import type { Attributes } from "@opentelemetry/api";
import { ATTRIBUTE } from "@plimsoll/catalog";
import type { PoolTracker } from "@plimsoll/pool-observer";
import type { ConnectionPlace } from "../pg-client/pg-client.ts";

// An app with a database per tenant; beyond it each connection has an object of its own.
const PLACE_LIMIT = 1000;

const places = new Map<string, QueryPlace>();

/** Where queries go; made once per server, database and pool, because a query allocates nothing for it. */
export interface QueryPlace {
  /** Which server and database. The object is never changed. */
  readonly server: Attributes;
  readonly database: string | undefined;
  /** The name of the pool whose connection it is. */
  readonly pool: string | undefined;
}

/** The place that a client with `parameters` sends its queries to. */
export function placeOf(
  parameters: ConnectionPlace | undefined,
  tracker: PoolTracker | undefined,
): QueryPlace {
  const server = serverAttributes(parameters);
  const pool = tracker?.name;
  const key = JSON.stringify([server, pool]);
  const known = places.get(key);
  if (known !== undefined) return known;
  const place = { server, database: stringOf(parameters?.database), pool };
  if (places.size < PLACE_LIMIT) places.set(key, place);
  return place;
}

/** Which server and database, as the semantic conventions have it. */
export function serverAttributes(parameters: ConnectionPlace | undefined): Attributes {
  const { host, port, database } = parameters ?? {};
  const attributes: Attributes = { [ATTRIBUTE.systemName]: "postgresql" };
  if (typeof database === "string" && database !== "") attributes[ATTRIBUTE.namespace] = database;
  if (typeof host === "string" && host !== "") attributes[ATTRIBUTE.serverAddress] = host;
  if (Number.isInteger(port)) attributes[ATTRIBUTE.serverPort] = Number(port);
  return attributes;
}

function stringOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

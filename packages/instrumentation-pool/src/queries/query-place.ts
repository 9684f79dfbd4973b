import type { Attributes } from "@opentelemetry/api";
import { type PoolIdentity, type PoolTracker, serverAttributes } from "@plimsoll/pool-observer";
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
  const identity = identityOf(parameters);
  const server = serverAttributes(identity);
  const pool = tracker?.name;
  const key = JSON.stringify([server, pool]);
  const known = places.get(key);
  if (known !== undefined) return known;
  const place = { server, database: identity.database, pool };
  if (places.size < PLACE_LIMIT) places.set(key, place);
  return place;
}

/** `parameters` as far as they are what they must be: pg takes whatever the app gives. */
export function identityOf({ host, port, database }: ConnectionPlace = {}): PoolIdentity {
  return {
    database: stringOf(database),
    host: stringOf(host),
    port: Number.isInteger(port) ? Number(port) : undefined,
  };
}

function stringOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

import type { Attributes } from "@opentelemetry/api";
import { ATTRIBUTE, SPAN_ATTRIBUTE } from "@plimsoll/catalog";
import type { PoolTracker, QueryShape } from "@plimsoll/pool-observer";
import type { ConnectionPlace } from "../pg-client/pg-client.ts";

// An app with a database per tenant; beyond it each connection has an object of its own.
const PLACE_LIMIT = 1000;

const places = new Map<string, QueryPlace>();

/** Where queries go, and what their spans carry because of it; made once per server, database and pool, because a query allocates nothing for it. */
export class QueryPlace {
  readonly database: string | undefined;
  readonly #attributes: Attributes;
  readonly #byShape = new WeakMap<QueryShape, Attributes>();
  #lastShape: QueryShape | undefined;
  #lastAttributes: Attributes = {};

  constructor(attributes: Attributes, database: string | undefined) {
    this.#attributes = attributes;
    this.database = database;
  }

  /** What a query's span carries from its start. The object is never changed. */
  spanAttributes(shape: QueryShape): Attributes {
    if (shape === this.#lastShape) return this.#lastAttributes;
    let attributes = this.#byShape.get(shape);
    if (attributes === undefined) {
      attributes = {
        ...this.#attributes,
        ...(shape.text !== undefined && { [SPAN_ATTRIBUTE.queryText]: shape.text }),
        [ATTRIBUTE.operationName]: shape.operation,
        [ATTRIBUTE.querySummary]: shape.summary,
      };
      this.#byShape.set(shape, attributes);
    }
    this.#lastShape = shape;
    this.#lastAttributes = attributes;
    return attributes;
  }
}

/** The place that a client with `parameters` sends its queries to. */
export function placeOf(
  parameters: ConnectionPlace | undefined,
  tracker: PoolTracker | undefined,
): QueryPlace {
  const server = serverAttributes(parameters);
  const attributes = { ...server, ...(tracker && { [ATTRIBUTE.poolName]: tracker.name }) };
  const key = JSON.stringify(attributes);
  const known = places.get(key);
  if (known !== undefined) return known;
  const place = new QueryPlace(attributes, stringOf(parameters?.database));
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

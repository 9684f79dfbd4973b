import { textOf } from "../pg-client/pg-client.ts";

/** What `client.query()` was called with, as far as it is of interest. */
export interface QueryArguments {
  /** Undefined when there is none, and pg will refuse the query. */
  readonly text: string | undefined;
  /** Of a prepared statement. */
  readonly name: string | undefined;
  readonly values: readonly unknown[] | undefined;
  /** A query object of the app's own: a cursor, a stream, `new Query()`. */
  readonly isSubmittable: boolean;
  /** Whether the app is answered by a callback. */
  readonly hasCallback: boolean;
}

/** Reads the arguments in each of their forms (pg 8.23.1 lib/client.js:671). */
export function readArguments(args: readonly unknown[]): QueryArguments {
  const [config, values] = args;
  const hasCallback = typeof args[args.length - 1] === "function";
  const given = Array.isArray(values) ? values : undefined;
  if (typeof config === "string")
    return { text: config, name: undefined, values: given, isSubmittable: false, hasCallback };
  if (typeof config !== "object" || config === null) return { ...NOTHING, hasCallback };
  const query: { name?: unknown; values?: unknown; submit?: unknown; callback?: unknown } = config;
  return {
    text: textOf(config),
    name: typeof query.name === "string" && query.name !== "" ? query.name : undefined,
    values: Array.isArray(query.values) ? query.values : given,
    isSubmittable: typeof query.submit === "function",
    hasCallback: hasCallback || typeof query.callback === "function",
  };
}

const NOTHING: QueryArguments = {
  text: undefined,
  name: undefined,
  values: undefined,
  isSubmittable: false,
  hasCallback: false,
};

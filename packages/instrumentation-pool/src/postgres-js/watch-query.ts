import { type Context, context, ROOT_CONTEXT } from "@opentelemetry/api";
import { guard, reportFailure } from "../guard.ts";
import { type QueryHook, queryHook } from "../queries/query-hook.ts";
import { QueryRun } from "../queries/query-run.ts";
import { startSpan } from "../queries/query-span.ts";
import type { PostgresQuery } from "./postgres-shapes.ts";
import type { WatchedConnection } from "./watched-connection.ts";
import type { ConnectionPool } from "./watched-connection.ts";

/** Where the app asked for a query; postgres.js sends it from a context of its own. */
const callers = new WeakMap<PostgresQuery, Context>();

/** The app awaits `query`, or begins it in another way. */
export function noteCaller(query: PostgresQuery): void {
  if (queryHook.active === undefined) return;
  const caller = context.active();
  if (caller !== ROOT_CONTEXT) callers.set(query, caller);
}

/** The run of `query`, which `connection` has just sent; undefined while queries are not observed. */
export function beginQuery(
  query: PostgresQuery,
  connection: WatchedConnection,
  pool: ConnectionPool,
): QueryRun | undefined {
  const hook = queryHook.active;
  if (hook === undefined) return undefined;
  try {
    const text = typeof query.string === "string" ? query.string : "";
    const shape = hook.shapes.of(text);
    const span = hook.config.spans === false ? undefined : spanOf(hook, query, text, shape, pool);
    return new QueryRun({ hook, connection, account: pool.tracker, shape, span });
  } catch (error) {
    reportFailure(error);
    return undefined;
  }
}

function spanOf(
  hook: QueryHook,
  query: PostgresQuery,
  text: string,
  shape: QueryRun["shape"],
  pool: ConnectionPool,
): QueryRun["span"] {
  const args = {
    text,
    name: undefined,
    values: undefined,
    isSubmittable: false,
    hasCallback: false,
  };
  const caller = callers.get(query) ?? ROOT_CONTEXT;
  return startSpan(hook, pool.place, shape, args, pool.address, caller);
}

/** Ends `run` when postgres.js answers `query`, before the app hears of it. */
export function watchEnd(query: PostgresQuery, run: QueryRun): void {
  const stop: (() => void)[] = [];
  const settle = (error: unknown, result: unknown) => {
    for (const each of stop) each();
    guard(() => run.end(error, result));
  };
  // A COPY is answered with its stream, and goes on.
  if (!query.streaming)
    stop.push(watchSettling(query, "resolve", (value) => settle(undefined, value)));
  stop.push(watchSettling(query, "reject", (error) => settle(error, undefined)));
}

function watchSettling(
  query: PostgresQuery,
  name: "resolve" | "reject",
  note: (value: unknown) => void,
): () => void {
  let settle = query[name];
  const watching = (value: unknown) => {
    // Read before the note puts it back.
    const real = settle;
    note(value);
    return real(value);
  };
  // Without a name, as its own.
  Object.defineProperty(watching, "name", { value: "" });
  if (query.cursorRows === undefined) {
    query[name] = watching;
    return () => {
      if (query[name] === watching) query[name] = settle;
    };
  }
  // Each step of a cursor puts others in their place (postgres 3.4.9 src/query.js:99).
  const shown = { configurable: true, enumerable: true };
  const set = (value: typeof settle) => {
    settle = value;
  };
  Object.defineProperty(query, name, { ...shown, get: () => watching, set });
  return () => {
    Object.defineProperty(query, name, { ...shown, writable: true, value: settle });
  };
}

/** Runs `send`, and returns with what `query` was refused meanwhile, if it was: its values are wrong. */
export function whileSending<T>(
  query: PostgresQuery,
  send: () => T,
): { result: T; refusal: { readonly error: unknown } | undefined } {
  if (queryHook.active === undefined) return { result: send(), refusal: undefined };
  let refusal: { readonly error: unknown } | undefined;
  const stop = watchSettling(query, "reject", (error) => {
    refusal = { error };
  });
  const result = send();
  stop();
  return { result, refusal };
}

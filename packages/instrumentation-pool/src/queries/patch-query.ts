import { context, ROOT_CONTEXT } from "@opentelemetry/api";
import { poolRegistry, serverAttributes } from "@plimsoll/pool-observer";
import { guard, reportFailure } from "../guard.ts";
import { patchMethod } from "../patch-method.ts";
import { activeQueryOf, type PgClient, waitingQueries } from "../pg-client/pg-client.ts";
import { type PgConnection, trackConnection } from "../pg-client/pg-connection.ts";
import { require } from "../require-here.ts";
import { type QueryArguments, readArguments } from "./query-arguments.ts";
import { type QueryHook, queryHook } from "./query-hook.ts";
import { identityOf, placeOf } from "./query-place.ts";
import { PgQueryRun, runOf, setRun } from "./pg-query-run.ts";
import { startSpan } from "./query-span.ts";

// Loaded only when it is asked for: it brings a part of the SDK.
type SqlCommon = typeof import("@opentelemetry/sql-common");

/** The run of the `client.query()` that is being called, until pg has made its query object. */
let making: PgQueryRun | undefined;

/** Patches the class of pg's clients, so that each query is timed and has its span. */
export function patchQuery(prototype: object): void {
  patchMethod(prototype, "query", (original) => {
    return function query(this: object, ...args: unknown[]) {
      const hook = queryHook.active;
      const run =
        hook === undefined || standsBack(hook, this, original)
          ? undefined
          : begin(hook, this as PgClient, args);
      if (run === undefined) return original.apply(this, args);
      const outer = making;
      making = run;
      try {
        return original.apply(this, args);
      } catch (error) {
        guard(() => run.end(error));
        throw error;
      } finally {
        // The client takes no queries any more, and says so later.
        if (making === run) guard(() => run.end(REFUSED));
        making = outer;
      }
    };
  });
}

/** Whether another instrumentation has wrapped pg's `query`, around ours or below it; shimmer, which OpenTelemetry uses, marks what it has wrapped. */
function standsBack(hook: QueryHook, client: object, original: object): boolean {
  if (hook.config.standsBack !== true) return false;
  const { query } = client as { query?: { __wrapped?: unknown } };
  return query?.__wrapped === true || (original as { __wrapped?: unknown }).__wrapped === true;
}

const REFUSED = new Error("The client takes no queries.");

function begin(hook: QueryHook, client: PgClient, args: unknown[]): PgQueryRun | undefined {
  let span;
  try {
    const read = readArguments(args);
    const connection = trackConnection(client);
    const { tracker } = connection;
    const shape = hook.shapes.of(read.text ?? "");
    if (hook.config.spans !== false) {
      connection.place ??= placeOf(client.connectionParameters, tracker);
      span = startSpan(hook, connection.place, shape, read, client.connectionParameters);
      if (span !== undefined && hook.config.addSqlCommenterCommentToQueries === true)
        args[0] = commented(args[0], read, span);
    }
    return new PgQueryRun({
      hook,
      client,
      connection,
      account: tracker ?? unpooled(connection, client),
      shape,
      span,
      callbackContext: callbackContext(connection, read),
    });
  } catch (error) {
    span?.end();
    reportFailure(error);
    return undefined;
  }
}

function unpooled(connection: PgConnection, client: PgClient): PgQueryRun["account"] {
  return (connection.unpooled ??= poolRegistry.unpooledQueries(
    serverAttributes(identityOf(client.connectionParameters)),
  ));
}

/** pg runs a callback in the async context of its socket, where the caller's trace is lost (brianc/node-postgres#2533). */
function callbackContext(
  connection: PgConnection,
  { hasCallback }: QueryArguments,
): PgQueryRun["callbackContext"] {
  if (!hasCallback || (connection.isGrantedNow && connection.isAnswerPromised)) return undefined;
  const caller = context.active();
  return caller === ROOT_CONTEXT ? undefined : caller;
}

/** The same query with the trace's id in a comment; a prepared statement and what has a comment already stay as they are. */
function commented(
  config: unknown,
  { text, name, isSubmittable }: QueryArguments,
  span: NonNullable<PgQueryRun["span"]>,
): unknown {
  if (text === undefined || name !== undefined || isSubmittable || !span.isRecording())
    return config;
  const { addSqlCommenterComment } = require("@opentelemetry/sql-common") as SqlCommon;
  const withComment = addSqlCommenterComment(span, text);
  if (typeof config === "string") return withComment;
  // The app's object stays as it is, and what it inherits is still there. A getter of its class may work on the object itself only.
  const { values } = config as { values?: unknown };
  return Object.create(config as object, { text: own(withComment), values: own(values) });
}

function own(value: unknown): PropertyDescriptor {
  return { value, enumerable: true, writable: true, configurable: true };
}

/** Called when `client` goes through its queue: the query that is being made is the last one in it. */
export function attachRun(client: PgClient): void {
  const run = making;
  if (run === undefined || run.client !== client) return;
  making = undefined;
  guard(() => {
    const query = waitingQueries(client).at(-1);
    if (query === undefined) return;
    setRun(query, run);
    // Sent at once, whatever is in flight; but a client that is not connected yet keeps it.
    if (client.pipeline === true && (run.isNative || client.readyForQuery !== undefined))
      run.dispatched();
    watchCallback(query, run);
    patchHandleError(Object.getPrototypeOf(query) as object);
    const { cursor } = query as PgQuery;
    if (typeof cursor === "object" && cursor !== null) {
      // pg-query-stream 4.17.0 index.js:24: `handleError` of the stream is that of its cursor, bound.
      setRun(cursor, run);
    }
  });
}

/** Called when `client` goes through its queue: a native query of the app's own that has no callback tells of its success by an event only. */
export function endNativeRun(client: PgClient): void {
  if (client._hasActiveQuery === undefined || client._hasActiveQuery()) return;
  guard(() => endActiveRun(client, undefined));
}

interface PgQuery {
  callback?: unknown;
  once?(event: "_done", listener: () => void): unknown;
  cursor?: unknown;
  _canceledDueToError?: unknown;
}

/** pg gives its answer to a query object by its `callback`, also when the app has a promise. */
function watchCallback(query: PgQuery, run: PgQueryRun): void {
  const { callback } = query;
  if (typeof callback !== "function") {
    // A private event of pg; without a pipeline its client listens for it itself (pg 8.23.1 lib/native/client.js:312, :393).
    if (run.isNative && run.client.pipeline === true)
      query.once?.("_done", () => guard(() => run.end(undefined)));
    return;
  }
  const { callbackContext } = run;
  const bound =
    callbackContext === undefined
      ? (callback as (...args: unknown[]) => unknown)
      : context.bind(callbackContext, callback as (...args: unknown[]) => unknown);
  // A native client has no other sign of an answer before the app gets it (pg 8.23.1 lib/native/query.js:107).
  if (run.isNative)
    query.callback = function (this: unknown, error: unknown, result: unknown) {
      guard(() => run.end(error ?? undefined, result));
      return bound.call(this, error, result);
    };
  else if (callbackContext !== undefined) query.callback = bound;
}

let lastPatched: object | undefined;

/** Each error of a query comes by its `handleError`: the server's, that of a lost connection, and that of `query_timeout`, which nothing else tells. */
export function patchHandleError(prototype: object): void {
  if (prototype === lastPatched) return;
  lastPatched = prototype;
  patchMethod(prototype, "handleError", (original) => {
    return function handleError(this: object, ...args: unknown[]) {
      const run = runOf(this);
      if (run?.isNative !== true) {
        // pg tells the app of a row that could not be read in the place of what came after it.
        guard(() => run?.end((this as PgQuery)._canceledDueToError || args[0]));
        return original.apply(this, args);
      }
      try {
        return original.apply(this, args);
      } finally {
        // The error has its SQLSTATE by now (pg 8.23.1 lib/native/query.js:55).
        guard(() => run.end(args[0]));
      }
    };
  });
}

/** The server answered the active query of `client` to the end. */
export function noteAnswer(client: PgClient, connection: PgConnection): void {
  try {
    const query = activeQueryOf(client);
    if (typeof query !== "object" || query === null) return;
    const run = runOf(query);
    if (run === undefined) return;
    const { _results: results, _canceledDueToError: parseError } = query as PgQuery & {
      _results?: unknown;
    };
    connection.answeredAt = run.end(parseError || undefined, results);
  } catch (error) {
    reportFailure(error);
  }
}

/** The active query of `client` failed. */
export function endActiveRun(client: PgClient, error: unknown): void {
  const query = activeQueryOf(client);
  if (typeof query !== "object" || query === null) return;
  runOf(query)?.end((query as PgQuery)._canceledDueToError || error);
}

/** Every query of `client` fails with `error`. */
export function endRuns(client: PgClient, error: unknown): void {
  endActiveRun(client, error);
  for (const query of [...(client._sentQueryQueue ?? []), ...waitingQueries(client)])
    runOf(query)?.end(error);
}

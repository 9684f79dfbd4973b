import {
  type Context,
  context,
  diag,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { ATTRIBUTE, OTHER_ERROR_TYPE, SPAN_ATTRIBUTE } from "@plimsoll/catalog";
import type { QueryShape } from "@plimsoll/pool-observer";
import type { ConnectionPlace } from "../pg-client/pg-client.ts";
import { isSqlState } from "./error-type.ts";
import type { QueryArguments } from "./query-arguments.ts";
import type { QueryHook } from "./query-hook.ts";
import type { QueryPlace } from "./query-place.ts";
import type { QueryRun } from "./query-run.ts";

// Names of prepared statements that become names of spans; an ORM that hashes its SQL would make one for each.
const STATEMENT_NAME_LIMIT = 100;

const statementNames = new Set<string>();

/**
 * The span of a query that begins; undefined when there is to be none.
 * @param connection what hooks are told of it
 * @param caller the context that the app asked for it in
 */
export function startSpan(
  hook: QueryHook,
  place: QueryPlace,
  shape: QueryShape,
  args: QueryArguments,
  connection: ConnectionPlace | undefined,
  caller: Context = context.active(),
): Span | undefined {
  const { config } = hook;
  if (config.followsParent === true || config.requireParentSpan === true) {
    const parent = trace.getSpan(caller);
    if (parent === undefined) {
      if (config.requireParentSpan === true) return undefined;
    } else if (config.followsParent === true && !parent.isRecording()) return undefined;
  }
  const span = hook
    .tracer()
    .startSpan(
      spanName(shape, args, place.database),
      { kind: SpanKind.CLIENT, attributes: place.server },
      caller,
    );
  if (!span.isRecording()) return span;
  setShape(span, shape, place);
  if (args.name !== undefined) span.setAttribute("db.postgresql.plan", args.name);
  if (config.enhancedDatabaseReporting === true && args.values !== undefined)
    span.setAttribute("db.postgresql.values", args.values.map(writeValue));
  if (config.requestHook !== undefined) callRequestHook(config.requestHook, span, connection, args);
  return span;
}

/** Set one by one: the SDK copies what it is given at the start twice, which costs three times as much (sdk-trace 3.0.0 Tracer.mjs:63, :77). */
function setShape(span: Span, shape: QueryShape, { pool }: QueryPlace): void {
  if (shape.text !== undefined) span.setAttribute(SPAN_ATTRIBUTE.queryText, shape.text);
  span.setAttribute(ATTRIBUTE.operationName, shape.operation);
  span.setAttribute(ATTRIBUTE.querySummary, shape.summary);
  if (pool !== undefined) span.setAttribute(ATTRIBUTE.poolName, pool);
}

/** As instrumentation-pg names it, but for SQL of which the first word is no command: `pg.query:SELECT money`. */
function spanName(
  { operation }: QueryShape,
  { text, name }: QueryArguments,
  database: string | undefined,
): string {
  if (text === undefined) return "pg.query";
  const what = name !== undefined && isNamed(name) ? name : operation;
  return database === undefined ? `pg.query:${what}` : `pg.query:${what} ${database}`;
}

function isNamed(statement: string): boolean {
  if (statementNames.has(statement)) return true;
  if (statementNames.size >= STATEMENT_NAME_LIMIT) return false;
  statementNames.add(statement);
  return true;
}

/**
 * Ends the span of `run`.
 * @param error why it failed, with its `errorType`; both undefined when it succeeded
 */
export function endSpan(
  span: Span,
  run: QueryRun,
  error: unknown,
  errorType: string | undefined,
  result: unknown,
): void {
  if (span.isRecording()) {
    const pid = run.connection.backendPid();
    if (pid !== undefined) span.setAttribute(SPAN_ATTRIBUTE.backendPid, pid);
    if (errorType !== undefined) noteError(span, error, errorType);
    else if (run.hook.config.responseHook !== undefined)
      callResponseHook(run.hook.config.responseHook, span, result);
  }
  span.end();
}

/** PostgreSQL's own message may quote a value: only the class and the code are told, in the words of instrumentation-pg (0.77.0 src/utils.ts). */
function noteError(span: Span, error: unknown, errorType: string): void {
  const code = errorType === OTHER_ERROR_TYPE ? "UNKNOWN" : errorType;
  const message = `PostgreSQL error of type '${errorName(error)}' occurred (code: ${code})`;
  span.setAttribute(ATTRIBUTE.errorType, errorType);
  if (isSqlState(errorType)) span.setAttribute(SPAN_ATTRIBUTE.statusCode, errorType);
  span.recordException({ code: errorType, message });
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

/** The name of an error's class; no sentence that somebody set in its place. */
function errorName(error: unknown): string {
  const name = (error as { name?: unknown } | null)?.name;
  return typeof name === "string" && /^[A-Za-z]\w{0,39}$/.test(name) ? name : "Error";
}

function callRequestHook(
  requestHook: NonNullable<QueryHook["config"]["requestHook"]>,
  span: Span,
  connection: ConnectionPlace | undefined,
  { text, name, values }: QueryArguments,
): void {
  if (text === undefined) return;
  const { database, host, port, user } = (connection ?? {}) as Record<string, never>;
  try {
    requestHook(span, {
      query: { text, name, values },
      connection: { database, host, port, user },
    });
  } catch (error) {
    diag.error("plimsoll: the requestHook of the query instrumentation failed.", error);
  }
}

function callResponseHook(
  responseHook: NonNullable<QueryHook["config"]["responseHook"]>,
  span: Span,
  data: unknown,
): void {
  try {
    responseHook(span, { data });
  } catch (error) {
    diag.error("plimsoll: the responseHook of the query instrumentation failed.", error);
  }
}

/** A parameter as instrumentation-pg writes it (0.77.0 src/utils.ts); `?` when code of the app fails, of which pg tells when it calls it. */
function writeValue(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Buffer.isBuffer(value)) return value.toString();
  if (typeof value !== "object") return (value as boolean | number | string | symbol).toString();
  try {
    const { toPostgres } = value as { toPostgres?: unknown };
    if (typeof toPostgres === "function") return String(toPostgres.call(value));
    return JSON.stringify(value) ?? "?";
  } catch {
    return "?";
  }
}

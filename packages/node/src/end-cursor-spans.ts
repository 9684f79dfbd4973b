/* The part of instrumentation-pg 0.77.0 that makes spans of queries; private in its types. */
type Query = (this: object, ...args: unknown[]) => unknown;
type PatchQuery = (original: Query) => Query;
interface QueryPatcher {
  _getClientQueryPatch: (this: QueryPatcher) => PatchQuery;
}

type OnEnd = (error?: unknown) => void;
type Handler = (this: unknown, ...args: unknown[]) => unknown;

/** What pg calls a submittable: a query that brings its own protocol handling, as pg-cursor, pg-query-stream and `pg.Query` do. */
interface Submittable {
  readonly text?: unknown;
  /** That of a QueryStream, which has the text. */
  readonly cursor?: { readonly text?: unknown };
  readonly callback?: unknown;
  submit: Handler;
  handleReadyForQuery: Handler;
  handleError: Handler;
}

/**
 * Makes an instrumentation-pg end the spans of cursors and streams. It waits for a promise or a callback of `client.query()`, which these have not,
 * and so starts a span for each that is never exported. pg tells them of their end instead (pg 8.23.1 lib/client.js): by `handleReadyForQuery`,
 * or by `handleError` first.
 *
 * @param prototype of a subclass of PgInstrumentation, so that upstream's own stays as it is
 */
export function endCursorSpans(prototype: object): void {
  const patcher = prototype as QueryPatcher;
  const upstream = patcher._getClientQueryPatch;
  if (typeof upstream !== "function") return;
  patcher._getClientQueryPatch = function getClientQueryPatch(this: QueryPatcher) {
    const patch = upstream.call(this);
    return (original) => {
      const withSpan = patch(original);
      return function query(this: object, ...args) {
        const [submittable] = args;
        return hasOwnEnd(submittable) && typeof args.at(-1) !== "function"
          ? patch(submitWithEnd(submittable, original, args)).call(
              this,
              textOf(submittable),
              ignore,
            )
          : withSpan.apply(this, args);
      };
    };
  };
}

/** Sends the host's own arguments on, and calls the callback that upstream was made to wrap when `submittable` ends. */
function submitWithEnd(submittable: Submittable, original: Query, args: unknown[]): Query {
  return function submit(this: object, _config, onEnd) {
    callAtEnd(submittable, onEnd as OnEnd);
    return original.apply(this, args);
  };
}

function hasOwnEnd(value: unknown): value is Submittable {
  if (typeof value !== "object" || value === null || !Object.isExtensible(value)) return false;
  const { submit, handleReadyForQuery, handleError, callback } = value as Partial<Submittable>;
  return [submit, handleReadyForQuery, handleError].every(isFunction) && !isFunction(callback);
}

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

function textOf({ text, cursor }: Submittable): { text: unknown } {
  return { text: text ?? cursor?.text };
}

function callAtEnd(submittable: Submittable, onEnd: OnEnd): void {
  let hasEnded = false;
  const end: OnEnd = (error) => {
    if (!hasEnded) onEnd(error);
    hasEnded = true;
  };
  observe(submittable, "handleReadyForQuery", () => end());
  observe(submittable, "handleError", end);
}

/** Not enumerable where the host's object has no such property of its own, so that it shows in no log. */
function observe(
  submittable: Submittable,
  name: "handleReadyForQuery" | "handleError",
  before: OnEnd,
): void {
  const handler = submittable[name];
  const own = Object.getOwnPropertyDescriptor(submittable, name);
  Object.defineProperty(submittable, name, {
    configurable: true,
    writable: true,
    enumerable: own?.enumerable ?? false,
    value: function handle(this: unknown, ...args: unknown[]) {
      before(args[0]);
      return handler.apply(this, args);
    },
  });
}

const ignore = (): void => undefined;

import type { Context, Span } from "@opentelemetry/api";
import type { QueryAccount, QueryShape } from "@plimsoll/pool-observer";
import type { PgConnection } from "../pg-client/pg-connection.ts";
import type { PgClient } from "../pg-client/pg-client.ts";
import { queryErrorType } from "./error-type.ts";
import type { QueryHook } from "./query-hook.ts";
import { endSpan } from "./query-span.ts";

const RUN = Symbol("plimsoll.query");

/** One query, from the call of `client.query()` to its end. */
export class QueryRun {
  readonly hook: QueryHook;
  readonly client: PgClient;
  readonly connection: PgConnection;
  readonly account: QueryAccount;
  readonly shape: QueryShape;
  readonly span: Span | undefined;
  /** Where the app's callback is to run; undefined when it is not run by pg, or anywhere is right. */
  readonly callbackContext: Context | undefined;
  /** It was made by the app, which may look into it. */
  readonly isSubmittable: boolean;
  /** When it was sent, on the account's clock. */
  #startedAt: number | undefined;
  #isEnded = false;

  constructor(from: Omit<QueryRun, "isNative" | "dispatched" | "end">) {
    this.hook = from.hook;
    this.client = from.client;
    this.connection = from.connection;
    this.account = from.account;
    this.shape = from.shape;
    this.span = from.span;
    this.callbackContext = from.callbackContext;
    this.isSubmittable = from.isSubmittable;
  }

  /** Whether libpq sends it. */
  get isNative(): boolean {
    return this.client._hasActiveQuery !== undefined;
  }

  /** It is being sent now. */
  dispatched(now: number = this.account.now()): void {
    this.#startedAt ??= now;
  }

  /**
   * It is over; only the first call counts.
   * @param error why it failed; undefined when it succeeded
   * @param result what the app gets
   * @returns the time on the account's clock
   */
  end(error: unknown, result?: unknown): number | undefined {
    if (this.#isEnded) return undefined;
    this.#isEnded = true;
    const now = this.account.now();
    const errorType = error === undefined ? undefined : queryErrorType(error);
    // What was never sent took no time.
    const seconds = now - (this.#startedAt ?? now);
    this.account.queryFinished(this.connection.held, this.shape, seconds, errorType);
    if (this.span !== undefined) endSpan(this.span, this, error, errorType, result);
    return now;
  }
}

/** The run of a query object of pg, if it is observed. */
export function runOf(query: object): QueryRun | undefined {
  return (query as { [RUN]?: QueryRun })[RUN];
}

/** Notes that `query` is what became of `run`. */
export function setRun(query: object, run: QueryRun): void {
  // Not to be seen in an object of the app's; one that pg makes for itself is spared the cost.
  if (run.isSubmittable) Object.defineProperty(query, RUN, { value: run, configurable: true });
  else (query as { [RUN]?: QueryRun })[RUN] = run;
}

import type { Span } from "@opentelemetry/api";
import type { HeldConnection, QueryAccount, QueryShape } from "@plimsoll/pool-observer";
import { queryErrorType } from "./error-type.ts";
import type { QueryHook } from "./query-hook.ts";
import { endSpan } from "./query-span.ts";

/** The connection that a query is sent on. */
export interface QueryConnection {
  readonly held: HeldConnection;
  backendPid(): number | undefined;
}

/** What a {@link QueryRun} is made of. */
export interface QueryRunParts {
  readonly hook: QueryHook;
  readonly connection: QueryConnection;
  readonly account: QueryAccount;
  readonly shape: QueryShape;
  readonly span: Span | undefined;
}

/** One query, from the app's call, or from when it is sent, to its end. */
export class QueryRun {
  readonly hook: QueryHook;
  readonly connection: QueryConnection;
  readonly account: QueryAccount;
  readonly shape: QueryShape;
  readonly span: Span | undefined;
  /** When it was sent, on the account's clock. */
  #startedAt: number | undefined;
  #isEnded = false;

  constructor(parts: QueryRunParts) {
    this.hook = parts.hook;
    this.connection = parts.connection;
    this.account = parts.account;
    this.shape = parts.shape;
    this.span = parts.span;
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

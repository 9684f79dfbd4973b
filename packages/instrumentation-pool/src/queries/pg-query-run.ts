import type { Context } from "@opentelemetry/api";
import type { PgClient } from "../pg-client/pg-client.ts";
import { QueryRun, type QueryRunParts } from "./query-run.ts";

const RUN = Symbol("plimsoll.query");

/** What a {@link PgQueryRun} is made of. */
export interface PgQueryRunParts extends QueryRunParts {
  readonly client: PgClient;
  /** Where the app's callback is to run; undefined when it is not run by pg, or anywhere is right. */
  readonly callbackContext: Context | undefined;
  /** It was made by the app, which may look into it. */
  readonly isSubmittable: boolean;
}

/** One query of pg, from the call of `client.query()` to its end. */
export class PgQueryRun extends QueryRun {
  readonly client: PgClient;
  readonly callbackContext: Context | undefined;
  readonly isSubmittable: boolean;

  constructor(parts: PgQueryRunParts) {
    super(parts);
    this.client = parts.client;
    this.callbackContext = parts.callbackContext;
    this.isSubmittable = parts.isSubmittable;
  }

  /** Whether libpq sends it. */
  get isNative(): boolean {
    return this.client._hasActiveQuery !== undefined;
  }
}

/** The run of a query object of pg, if it is observed. */
export function runOf(query: object): PgQueryRun | undefined {
  return (query as { [RUN]?: PgQueryRun })[RUN];
}

/** Notes that `query` is what became of `run`. */
export function setRun(query: object, run: PgQueryRun): void {
  // Not to be seen in an object of the app's; one that pg makes for itself is spared the cost.
  if (run.isSubmittable) Object.defineProperty(query, RUN, { value: run, configurable: true });
  else (query as { [RUN]?: PgQueryRun })[RUN] = run;
}

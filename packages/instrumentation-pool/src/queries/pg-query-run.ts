import type { Context } from "@opentelemetry/api";
import { createStamp } from "@plimsoll/pool-observer";
import type { PgClient } from "../pg-client/pg-client.ts";
import { QueryRun, type QueryRunParts } from "./query-run.ts";

const runs = createStamp<PgQueryRun>();

/** What a {@link PgQueryRun} is made of. */
export interface PgQueryRunParts extends QueryRunParts {
  readonly client: PgClient;
  /** Where the app's callback is to run; undefined when it is not run by pg, or anywhere is right. */
  readonly callbackContext: Context | undefined;
}

/** One query of pg, from the call of `client.query()` to its end. */
export class PgQueryRun extends QueryRun {
  readonly client: PgClient;
  readonly callbackContext: Context | undefined;

  constructor(parts: PgQueryRunParts) {
    super(parts);
    this.client = parts.client;
    this.callbackContext = parts.callbackContext;
  }

  /** Whether libpq sends it. */
  get isNative(): boolean {
    return this.client._hasActiveQuery !== undefined;
  }
}

/** The run of a query object of pg, if it is observed. */
export function runOf(query: object): PgQueryRun | undefined {
  return runs.of(query);
}

/** Notes that `query` is what became of `run`. */
export function setRun(query: object, run: PgQueryRun): void {
  runs.put(query, run);
}

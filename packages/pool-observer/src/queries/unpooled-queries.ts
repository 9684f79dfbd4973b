import { FEW_QUERY_SUMMARIES } from "@plimsoll/catalog";
import type { Attributes } from "@opentelemetry/api";
import type { Clock } from "../clock.ts";
import type { HeldConnection } from "../held-connection.ts";
import type { TelemetrySink } from "../telemetry-sink.ts";
import type { QueryAccount } from "./query-account.ts";
import { type QueryDurationReading, QueryDurations } from "./query-durations.ts";
import type { QueryShape } from "./query-shape.ts";

/** Accounts for the queries of connections that are no pool's. */
export class UnpooledQueries implements QueryAccount {
  readonly #clock: Clock;
  readonly #sink: TelemetrySink;
  readonly #durations: QueryDurations;

  /** @param attributes of the server and database that they go to */
  constructor(attributes: Attributes, clock: Clock, sink: TelemetrySink) {
    this.#clock = clock;
    this.#sink = sink;
    this.#durations = new QueryDurations(attributes, FEW_QUERY_SUMMARIES, clock());
  }

  now(): number {
    return this.#clock();
  }

  queryFinished(
    _connection: HeldConnection,
    shape: QueryShape,
    seconds: number,
    errorType: string | undefined,
  ): void {
    const attributes = this.#durations.record(shape, seconds, errorType);
    this.#sink.recorder?.operationDuration(seconds, attributes);
  }

  readQueries(): QueryDurationReading[] {
    return this.#durations.read(this.#clock());
  }
}

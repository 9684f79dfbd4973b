import type { HeldConnection } from "../held-connection.ts";
import type { QueryShape } from "./query-shape.ts";

/** Who accounts for the queries of a connection: its pool's tracker, or {@link UnpooledQueries}. */
export interface QueryAccount {
  /** The time on the account's clock, in seconds. */
  now(): number;
  /**
   * A query ended.
   * @param seconds from its dispatch to its result
   * @param errorType SQLSTATE or another short word; undefined when it succeeded
   */
  queryFinished(
    connection: HeldConnection,
    shape: QueryShape,
    seconds: number,
    errorType: string | undefined,
  ): void;
}

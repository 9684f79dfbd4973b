import { replayableClock } from "@plimsoll/pool-observer";
import { errorCode } from "../pg-client/error-code.ts";
import { observeClose } from "../pg-client/observe-close.ts";
import type { ConnectWatcher } from "../pg-client/patch-client.ts";
import type { PgClient } from "../pg-client/pg-client.ts";
import { trackConnection } from "../pg-client/pg-connection.ts";
import type { LatePool } from "./late-pool.ts";

/**
 * One attempt of a pool to make a resource: a connect, and what the pool's owner does before the pool has the connection
 * (Knex asks the version, Sequelize sets the time zone). Only the connect is `create_time`, and only its failure is a connect failure.
 */
export class Creation implements ConnectWatcher {
  readonly #pool: LatePool;
  readonly #startedAt: number = replayableClock();
  /** The client that connects or is connected; none when the connect failed. */
  #client: PgClient | undefined;
  #isSeen = false;
  #isGivenUp = false;
  /** Ends the running connect. */
  #connectFailed: ((errorType: string | undefined) => void) | undefined;

  constructor(pool: LatePool) {
    this.#pool = pool;
  }

  connectStarted(client: PgClient): (error: unknown) => void {
    const tracker = this.#pool.register(client);
    if (tracker === undefined) return () => undefined;
    this.#isSeen = true;
    this.#client = client;
    trackConnection(client, tracker);
    if (this.#isGivenUp) {
      // The failure is counted already.
      observeClose(client, tracker, "error");
      return () => undefined;
    }
    const connect = tracker.connectStarted();
    const connectFailed = (errorType: string | undefined) => {
      this.#connectFailed = undefined;
      this.#client = undefined;
      tracker.connectFailed(connect, errorType);
    };
    this.#connectFailed = connectFailed;
    return (error) => {
      // Nothing is left to say when the pool gave up before.
      if (this.#connectFailed !== connectFailed) return;
      if (error) {
        connectFailed(connectErrorType(error));
        return;
      }
      this.#connectFailed = undefined;
      tracker.connectSucceeded(connect);
    };
  }

  /** The pool has its resource. */
  succeeded(resource: unknown): void {
    this.#pool.see(resource);
    if (!this.#isSeen) this.#pool.connectEnded(this.#startedAt, undefined, true);
  }

  /** The pool has no resource of it, and will have none: it failed, or lasted too long. The server may have its connection all the same. */
  failed(error: unknown, isTimeout = false): void {
    this.#isGivenUp = true;
    const errorType = isTimeout ? "timeout" : errorCode(error);
    if (this.#client !== undefined) this.#pool.dropped(this.#client, "error");
    this.#connectFailed?.(errorType);
    if (!this.#isSeen) this.#pool.connectEnded(this.#startedAt, errorType, false);
  }
}

// pg 8.23.1 lib/client.js:171 on `connectionTimeoutMillis` of the client; it has no code.
const CLIENT_TIMEOUT_MESSAGE = "timeout expired";

function connectErrorType(error: unknown): string | undefined {
  const isTimeout = error instanceof Error && error.message === CLIENT_TIMEOUT_MESSAGE;
  return errorCode(error) ?? (isTimeout ? "timeout" : undefined);
}

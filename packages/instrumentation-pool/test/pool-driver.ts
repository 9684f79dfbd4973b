import type { Test } from "tap";

/** A connection that is held. */
export interface Lease {
  query(sql: string): Promise<unknown>;
  /** Gives it back; a second call does nothing. */
  release(): void;
}

/** A pool of a library, as an app has it. */
export interface DrivenPool {
  /** Its name in metrics. */
  readonly name: string;
  acquire(): Promise<Lease>;
  /** As {@link acquire}, by the way in which an app holds a connection over several queries. */
  begin(): Promise<Lease>;
  /** Acquire, query and release in the library's own way. */
  query(sql: string): Promise<unknown>;
  /** From now on a request waits no longer than this. None in a library without such a limit. */
  setAcquireTimeout?(seconds: number): void;
  end(): Promise<unknown>;
}

export interface DriverOptions {
  readonly max?: number;
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  /** How long an idle connection is kept, at most about one second longer. */
  readonly idleSeconds?: number;
}

/** Fields that an error must have. */
export interface ErrorMatch {
  readonly name?: string;
  readonly message: string | RegExp;
}

/** How the contract speaks to one library. */
export interface PoolDriver {
  readonly library: string;
  /** What a request rejects with that waited too long; none in a library where it waits for ever. */
  readonly timeoutError?: ErrorMatch;
  /** What a request rejects with whose port refuses. */
  readonly refusedError: ErrorMatch;
  /** `error.type` of such a connect. @default ECONNREFUSED */
  readonly refusedErrorType?: string;
  /** After a request failed, it connects once more on its own. */
  readonly connectsAgain?: true;
  /** It never answers some of the queries whose backend was ended, and uses a connection that was lost while it was held. */
  readonly losesQueries?: true;
  /** Queries share a connection when there are more of them than connections. */
  readonly pipelines?: true;
  /** It keeps nowhere what the server says of the transaction of a held connection. */
  readonly forgetsTransactions?: true;
  /** What a timeout's error says of its pool; undefined where the library makes an error of its own in place of its pool's. */
  poolOfTimeout?(error: Error): object | undefined;
  /** A pool on the test database; at the end of `t` all that it lent is given back and it is ended. */
  open(t: Test, options?: DriverOptions): DrivenPool;
}

/** Ends a pool at the end of `t`, when every lease of it is back. */
export function endAfter(
  t: Test,
  end: () => Promise<unknown>,
): (release: () => void) => Lease["release"] {
  const open = new Set<() => void>();
  t.teardown(async () => {
    for (const release of open) release();
    await end();
  });
  return (release) => {
    const once = () => {
      if (open.delete(once)) release();
    };
    open.add(once);
    return once;
  };
}

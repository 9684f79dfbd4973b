import { STATEMENT_TIMEOUT_MS } from "./database.ts";
import { errorFacts } from "./errors.ts";

/** A failure of the database rather than of the request. */
export interface DatabaseFailure {
  /** One word for a log that writes each kind once. */
  kind: "acquire_timeout" | "statement_timeout" | "unreachable" | "schema_missing";
  /** For operators: what happened, with the numbers, and what to do. Holds no SQL and no password. */
  line: string;
}

/** The counts of a pg pool; `new pg.Pool()` fits. */
export interface PoolCounts {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
  options: { max: number; connectionTimeoutMillis?: number | undefined };
}

/** Says what is wrong when `error` tells that the database did not answer; else undefined. */
export function diagnose(error: unknown, pool: PoolCounts): DatabaseFailure | undefined {
  const { message, code } = errorFacts(error);
  // pg-pool 3.14.0 index.js:224,276 gives these two no code, only words.
  if (message === "timeout exceeded when trying to connect") {
    return { kind: "acquire_timeout", line: acquireTimeoutLine(pool) };
  }
  if (code === "57014") {
    const line = `PostgreSQL cancelled a statement after ${STATEMENT_TIMEOUT_MS / 1000} s (statement_timeout). Look at the slow routes and at locks.`;
    return { kind: "statement_timeout", line };
  }
  if (code === "42P01") {
    const line = "a table of Money is missing. Create and fill them: node dist/src/seed.js";
    return { kind: "schema_missing", line };
  }
  if (!isUnreachable(message, code)) return undefined;
  const reason = [code, message].filter(Boolean).join(" ");
  const line = `PostgreSQL does not answer: ${reason}. Requests get 503 until it does. Check the server and DATABASE_URL.`;
  return { kind: "unreachable", line };
}

function acquireTimeoutLine(pool: PoolCounts): string {
  const { max, connectionTimeoutMillis = 0 } = pool.options;
  const seconds = (connectionTimeoutMillis / 1000).toFixed(1);
  const used = pool.totalCount - pool.idleCount;
  const counts = `used=${used}, idle=${pool.idleCount}, pending=${pool.waitingCount}, max=${max}`;
  return `pool "money": no connection after ${seconds} s (${counts}). Requests get 503. Find what holds the connections before raising MONEY_POOL_MAX.`;
}

// Node's errors of a socket, and the SQLSTATEs with which a server refuses or drops a connection:
// class 08 connection, 28 authorization, 3D000 no such database, 53300 too many, 57P01–57P03 shutdown and start-up.
// Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
const UNREACHABLE_CODE =
  /^(?:ECONN\w+|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|ENOENT|08\w{3}|28\w{3}|3D000|53300|57P0[1-3])$/;

// pg 8.23.1: client.js and pg-pool say these without a code.
const UNREACHABLE_MESSAGE =
  /^(?:Connection terminated|Client has encountered a connection error and is not queryable)/;

function isUnreachable(message: string, code: string): boolean {
  return UNREACHABLE_CODE.test(code) || UNREACHABLE_MESSAGE.test(message);
}

import { OTHER_ERROR_TYPE } from "@plimsoll/catalog";
import { errorCode } from "../pg-client/error-code.ts";

const TIMEOUT = "timeout";

/** `error.type` of a failed query: SQLSTATE or errno; `timeout` when pg itself gave it up; else `_OTHER`. */
export function queryErrorType(error: unknown): string {
  const code = errorCode(error);
  if (code !== undefined) return code;
  // pg 8.23.1 lib/client.js:706: `query_timeout` has no code.
  const isTimeout = error instanceof Error && error.message === "Query read timeout";
  return isTimeout ? TIMEOUT : OTHER_ERROR_TYPE;
}

/** Whether `errorType` is a SQLSTATE: five capitals or digits. Source: https://www.postgresql.org/docs/18/errcodes-appendix.html */
export function isSqlState(errorType: string): boolean {
  return /^(?!E[A-Z]{4}$)[0-9A-Z]{5}$/.test(errorType);
}

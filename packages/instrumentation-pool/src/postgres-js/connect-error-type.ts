import { errorCode } from "../pg-client/error-code.ts";

/** `error.type` of a connect that failed: SQLSTATE or errno; `timeout` for postgres.js' own `connect_timeout`. */
export function connectErrorType(error: unknown): string | undefined {
  const code = errorCode(error);
  return code === "CONNECT_TIMEOUT" ? "timeout" : code;
}

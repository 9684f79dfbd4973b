/** Why a probe has no numbers. */
export type ProbeFailureCode = "TIMEOUT" | "LOST" | "POOLER" | "UNSUPPORTED" | "BAD_ANSWER";

/** An error of the probe itself, beside those of the driver and of the server. Its text never leaves the process. */
export class ProbeFailure extends Error {
  readonly code: ProbeFailureCode;

  constructor(code: ProbeFailureCode) {
    super(`server probe: ${code}`);
    this.code = code;
  }
}

/**
 * What may be said of `error`: its SQLSTATE, its errno or our own code. Its message may not: it can name a user, a host of a private network or
 * a piece of a connection string.
 */
export function failureCode(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === "string" && /^[A-Z0-9_]{1,40}$/.test(code) ? code : "no code";
}

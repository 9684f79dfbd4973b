/** A request takes too long for its user from here on. Source: Nielsen, "Response Times: The 3 Important Limits" (1 s keeps the flow of thought). */
const SLOW_SECONDS = 1;

/** One finished request as k6 saw it. */
export interface UserRequest {
  /** Method and route, such as `POST /transfers`. */
  readonly name: string;
  /** Unix seconds. */
  readonly endedAt: number;
  readonly durationSeconds: number;
  /** HTTP status; 0 = no answer (refused, cut or timed out). */
  readonly status: number;
}

/** What a user would call an error, at the moment at which it became one. */
export interface UserError {
  /** Unix seconds: the end of a failed request, or one second after the start of a slow one, whichever is earlier. */
  readonly at: number;
  readonly reason: "failed" | "slow";
  readonly request: UserRequest;
}

/** The error that `request` was to its user, or undefined when it was answered well and in time. */
export function userErrorOf(request: UserRequest): UserError | undefined {
  const hasFailed = request.status === 0 || request.status >= 500;
  // To the millisecond, as k6's clock.
  const slowAt =
    Math.round((request.endedAt - request.durationSeconds + SLOW_SECONDS) * 1000) / 1000;
  if (request.durationSeconds > SLOW_SECONDS) return { at: slowAt, reason: "slow", request };
  return hasFailed ? { at: request.endedAt, reason: "failed", request } : undefined;
}

import { type UserError, userErrorOf, type UserRequest } from "./user-request.ts";

/** What the users of a run saw. */
export interface UserView {
  readonly requests: number;
  /** Earliest first. */
  readonly errors: readonly UserError[];
}

/** Judges every request of a run. */
export function judgeRequests(requests: Iterable<UserRequest>): UserView {
  let count = 0;
  const errors: UserError[] = [];
  for (const request of requests) {
    count += 1;
    const error = userErrorOf(request);
    if (error) errors.push(error);
  }
  return { requests: count, errors: errors.toSorted((a, b) => a.at - b.at) };
}

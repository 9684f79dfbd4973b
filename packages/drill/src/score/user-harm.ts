import { userErrorOf, type UserRequest } from "./user-request.ts";

/** Length of the stretch in which users count as harmed, in seconds. */
const HARM_WINDOW_SECONDS = 10;
/** Share of the requests of such a stretch that must fail or take over a second, 0 to 1. */
const HARM_RATIO = 0.01;

/**
 * When users began to be harmed: at the first error that begins a stretch of 10 s in which at least 1 % of the requests fail or
 * take over a second. A single late answer of a busy machine is an error, and reported, but no harm.
 *
 * @param requests in any order
 * @param from Unix seconds; what came earlier does not count
 * @returns Unix seconds, or null when nobody was harmed
 */
export function harmBegan(requests: readonly UserRequest[], from: number): number | null {
  const moments = requests
    .map((request) => momentOf(request))
    .filter(({ at }) => at >= from)
    .toSorted((a, b) => a.at - b.at);
  let end = 0;
  let errors = 0;
  for (const [start, { at, isError }] of moments.entries()) {
    for (; end < moments.length && (moments[end]?.at ?? 0) < at + HARM_WINDOW_SECONDS; end += 1) {
      if (moments[end]?.isError) errors += 1;
    }
    if (isError && errors >= HARM_RATIO * (end - start)) return at;
    if (isError) errors -= 1;
  }
  return null;
}

interface Moment {
  readonly at: number;
  readonly isError: boolean;
}

/** A slow request is an error from its first second on; the others count when they end. */
function momentOf(request: UserRequest): Moment {
  const error = userErrorOf(request);
  return { at: error?.at ?? request.endedAt, isError: error !== undefined };
}

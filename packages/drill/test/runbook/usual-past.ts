import type { PastHour } from "../../src/prometheus/past-blocks.ts";

/** What a service's pool was like before the drill, as the recorded series that growth is measured against. */
export interface Usual {
  readonly holdSeconds: number;
  readonly requestsPerSecond: number;
}

const FROM_SECONDS = 3600;
// The windows of "usual" end 10 minutes ago; what is newer the drill records itself.
const UNTIL_SECONDS = 120;

/**
 * The last hour of services that start only now: "usual" is the mean of the half hour that ended 10 minutes ago, and no test can
 * wait for that. Growth itself is then computed by the shipped rules, from these and from what really happens.
 *
 * @param now Unix seconds
 */
export function usualPast(usual: ReadonlyMap<string, Usual>, now: number): PastHour {
  const series = [...usual].flatMap(([service, { holdSeconds, requestsPerSecond }]) => {
    const labels = { service, environment: "drill", pool: "money" };
    return [
      ["plimsoll:pool_hold:mean1m", holdSeconds] as const,
      ["plimsoll:pool_requests_started:rate1m", requestsPerSecond] as const,
    ].map(([name, level]) => ({
      labels: { __name__: name, ...labels },
      points: [[now, level]] as const,
    }));
  });
  return { from: now - FROM_SECONDS, to: now - UNTIL_SECONDS, series };
}

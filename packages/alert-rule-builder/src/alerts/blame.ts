/**
 * The causes of a pool's shortage, in the order of blame: what makes a later one true as well comes first. A server that is
 * gone or full also stalls the pool; a blocked loop makes queries look slow; holders that wait for their own pool look
 * like leaks. Alertmanager's inhibition follows it.
 */
export const BLAME: readonly string[] = [
  "PlimsollServerConnectionsExhausted",
  "PlimsollPoolConnectFailing",
  "PlimsollEventLoopBlocked",
  "PlimsollPoolNestedAcquire",
  "PlimsollPoolLeak",
  "PlimsollPoolHeldByApplication",
  "PlimsollPoolLockQueue",
  "PlimsollPoolSlowQueries",
  "PlimsollPoolTrafficSurge",
  "PlimsollPoolStalled",
  "PlimsollPoolExhaustionPredicted",
  "PlimsollPoolPressure",
];

/** The alerts that are to blame before `name`: while one of them fires, `name` keeps silent. */
export function namedBefore(name: string): readonly string[] {
  const place = BLAME.indexOf(name);
  if (place < 0) throw new RangeError(`an alert of BLAME is wanted, got ${JSON.stringify(name)}.`);
  return BLAME.slice(0, place);
}

/** Where {@link plimsollHealth}'s router answers; load shedding lets these pass. */
export const HEALTH_PATHS = {
  livez: "/livez",
  readyz: "/readyz",
  debugPools: "/debug/pools",
} as const;

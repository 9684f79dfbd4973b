import { type ReadThrough, uncached } from "../read-cache.ts";

/**
 * The cache after a part of it was lost, as when some of its nodes are gone: that share of reads finds nothing there and leaves
 * nothing behind. Chance decides each time, so that it strikes every route alike.
 *
 * @param missPercent the share now, 0 to 100
 */
export function loseCache(
  cache: ReadThrough,
  missPercent: () => number,
  random: () => number = Math.random,
): ReadThrough {
  return (key, load) => (random() * 100 < missPercent() ? uncached(key, load) : cache(key, load));
}

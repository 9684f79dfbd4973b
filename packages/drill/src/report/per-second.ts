/**
 * What a counter gained in each second, as bars at the second's end; seconds in which it stood still are left out.
 * Before its first point a counter is 0: k6 makes one at its first count.
 */
export function perSecond(
  points: readonly (readonly [number, number])[],
): (readonly [number, number])[] {
  return points.flatMap(([at, value], index) => {
    const gain = value - (points[index - 1]?.[1] ?? 0);
    return gain > 0 ? [[at, gain] as const] : [];
  });
}

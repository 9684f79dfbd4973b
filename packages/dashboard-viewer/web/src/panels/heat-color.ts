/** d3's "Oranges" of 2013 from pale to dark, as in Grafana's colour scheme of that name: [r, g, b]. */
const ORANGES = [
  [255, 245, 235],
  [254, 230, 206],
  [253, 208, 162],
  [253, 174, 107],
  [253, 141, 60],
  [241, 105, 19],
  [217, 72, 1],
  [166, 54, 3],
  [127, 39, 4],
] as const;

/**
 * Colour of a heatmap's cell. On a dark ground the scale runs the other way, so that a fuller cell always stands out more.
 *
 * @param share 0 to 1
 */
export function heatColor(share: number, isDark: boolean): string {
  const position = Math.min(1, Math.max(0, isDark ? 1 - share : share)) * (ORANGES.length - 1);
  const low = ORANGES[Math.floor(position)] ?? ORANGES[0];
  const high = ORANGES[Math.ceil(position)] ?? low;
  const part = position - Math.floor(position);
  const mixed = low.map((channel, index) => {
    return Math.round(channel + ((high[index] ?? channel) - channel) * part);
  });
  return `rgb(${mixed.join(", ")})`;
}

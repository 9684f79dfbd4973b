/**
 * The one of `offers` that an `Accept` header prefers; the first one when it does not say, or wants none of them.
 *
 * @example
 * preferredType("text/html,*\/*;q=0.8", ["application/json", "text/html"]); // "text/html"
 */
export function preferredType<T extends string>(
  accept: string | undefined,
  offers: readonly [T, ...T[]],
): T {
  const [first] = offers;
  if (accept === undefined) return first;
  const ranges = accept.split(",").map(parseRange);
  let best = first;
  let bestQuality = 0;
  for (const offer of offers) {
    const quality = qualityOf(offer, ranges);
    if (quality > bestQuality) {
      best = offer;
      bestQuality = quality;
    }
  }
  return best;
}

interface MediaRange {
  readonly type: string;
  readonly quality: number;
}

function parseRange(text: string): MediaRange {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith("q="));
  const quality = weight === undefined ? 1 : Number(weight.slice(2));
  return { type, quality: Number.isFinite(quality) ? quality : 0 };
}

/** The most exact range that covers `type` decides. Source: RFC 9110, 12.5.1 */
function qualityOf(type: string, ranges: readonly MediaRange[]): number {
  for (const name of [type, `${type.split("/", 1)[0]}/*`, "*/*"]) {
    const range = ranges.find((range) => range.type === name);
    if (range !== undefined) return range.quality;
  }
  return 0;
}

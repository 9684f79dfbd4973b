/** Round moments from 0 to at most `seconds`, as many as fit below `most` steps. */
export function timeTicks(seconds: number, most: number): number[] {
  if (!(seconds > 0)) return [0];
  const power = 10 ** Math.floor(Math.log10(seconds / most));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => seconds / one <= most);
  if (step === undefined) return [0];
  const count = Math.floor(seconds / step + 1e-9);
  // Of a product like 3 × 0.1 only the digits that it has.
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** Computes for `milliseconds` without a pause, as serializing a large answer does: nothing else in the process runs meanwhile. */
export function blockLoop(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

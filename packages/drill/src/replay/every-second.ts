/**
 * Calls `onSecond` at every whole second of the clock, with that second. One that passes while the process is busy is left out:
 * the next come at their own time all the same.
 *
 * @returns a function that ends it
 */
export function everySecond(onSecond: (second: number) => void): () => void {
  let last = 0;
  let timer = setTimeout(tick, untilNextSecond());
  function tick(): void {
    timer = setTimeout(tick, untilNextSecond());
    // A timer may be a millisecond early; the next one is then for the same second.
    const second = Math.round(Date.now() / 1000);
    if (second <= last) return;
    last = second;
    onSecond(second);
  }
  return () => clearTimeout(timer);
}

function untilNextSecond(): number {
  return 1000 - (Date.now() % 1000);
}

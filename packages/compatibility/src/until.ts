// The processes that are asked have the same two cores.
const PAUSE_MILLIS = 20;

/** Asks `probe` until it says that it is enough, or until `seconds` are over; gives what it said last. */
export async function until<T>(
  seconds: number,
  probe: () => Promise<T>,
  isEnough: (value: T) => boolean,
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const value = await probe();
    if (isEnough(value) || performance.now() > deadline) return value;
    await new Promise((resolve) => {
      setTimeout(resolve, PAUSE_MILLIS);
    });
  }
}

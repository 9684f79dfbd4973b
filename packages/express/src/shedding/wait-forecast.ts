// Long enough to see some grants of a pool whose holds take a second.
const WINDOW_SECONDS = 1;
// The pool's pace of a moment ago still holds when its queue was short for a moment.
const REMEMBERED_SECONDS = 2;

/**
 * Tells how long a request that arrives now would wait: those ahead of it divided by the pace at which the pool grants while requests wait.
 *
 * The oldest waiter tells how long the wait was for whoever arrived first; after a sudden step it is seconds behind what newcomers face.
 */
export class WaitForecast {
  readonly #everySeconds: number;
  #marks: { readonly granted: number; readonly at: number }[] = [];
  #pace = 0;
  #paceAt = Number.NEGATIVE_INFINITY;

  /** @param everySeconds how often to be told of what was granted */
  constructor(everySeconds: number) {
    this.#everySeconds = everySeconds;
  }

  isDue(now: number): boolean {
    const last = this.#marks.at(-1);
    return last === undefined || now - last.at >= this.#everySeconds;
  }

  /** So many requests were granted ever, and requests wait. */
  note(granted: number, now: number): void {
    this.#marks.push({ granted, at: now });
    while (this.#marks.length > 2 && now - (this.#marks[1]?.at ?? now) >= WINDOW_SECONDS)
      this.#marks.shift();
    const [first] = this.#marks;
    if (first === undefined || now <= first.at) return;
    // One more than was seen: the next may be due at any moment, and a pool whose holds are long is not stuck.
    this.#pace = (granted - first.granted + 1) / (now - first.at);
    this.#paceAt = now;
  }

  /** Nobody waits for long: what is granted now is what is asked for, not what the pool could do. */
  pause(): void {
    this.#marks.length = 0;
  }

  /** Seconds that the last of `pending` requests will wait; 0 when the pace is not known. */
  waitSeconds(pending: number, now: number): number {
    return now - this.#paceAt > REMEMBERED_SECONDS ? 0 : pending / this.#pace;
  }
}

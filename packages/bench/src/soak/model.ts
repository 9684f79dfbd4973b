/**
 * What the app itself sees of its pool: a second set of books, kept by plain sums at the app's side of pg, with nothing of ours in it.
 * Seconds are those of `now`.
 */
export class AppModel {
  readonly #now: () => number;
  readonly #heldSince = new Map<object, number>();
  used = 0;
  pending = 0;
  querying = 0;
  requests = 0;
  granted = 0;
  failed = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Everything that was seen so far. */
  get books(): Record<string, number> {
    const { used, pending, querying, requests, granted, failed } = this;
    return { used, pending, querying, requests, granted, failed };
  }

  /** A request began; call the result with its error, or none when it was granted. */
  request(): (error: unknown) => void {
    const startedAt = this.#now();
    this.requests += 1;
    return (error) => {
      this.pending += this.#now() - startedAt;
      if (error) this.failed += 1;
      else this.granted += 1;
    };
  }

  acquired(client: object): void {
    this.#heldSince.set(client, this.#now());
  }

  released(client: object): void {
    const since = this.#heldSince.get(client);
    if (since !== undefined) this.used += this.#now() - since;
    this.#heldSince.delete(client);
  }

  /** A query was sent; call the result when it is answered. */
  query(): () => void {
    const startedAt = this.#now();
    return () => {
      this.querying += this.#now() - startedAt;
    };
  }
}

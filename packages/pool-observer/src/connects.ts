import {
  CLOSE_REASONS,
  type CloseReason,
  CONNECT_ERROR_TYPES,
  OTHER_ERROR_TYPE,
} from "@plimsoll/catalog";

// PostgreSQL has some 30 SQLSTATEs and Node some 10 errnos that a connect can end in.
const ERROR_TYPE_LIMIT = 50;

/** The physical connections of a pool as they are opened and closed. */
export class Connects {
  readonly #running = new Map<number, number>();
  readonly #failures = new Map<string, number>(CONNECT_ERROR_TYPES.map((type) => [type, 0]));
  readonly #closed = Object.fromEntries(CLOSE_REASONS.map((reason) => [reason, 0])) as Record<
    CloseReason,
    number
  >;
  #lastId = 0;
  #succeeded = 0;
  #failed = 0;
  #closing = 0;

  /** Connects that succeeded, and that failed, ever. */
  get totals(): { readonly succeeded: number; readonly failed: number } {
    return { succeeded: this.#succeeded, failed: this.#failed };
  }

  /** Failed connects by SQLSTATE or errno. */
  get failures(): ReadonlyMap<string, number> {
    return this.#failures;
  }

  /** Connections that the pool closed, by why. */
  get closed(): Readonly<Record<CloseReason, number>> {
    return this.#closed;
  }

  /** Connections that the pool dropped and whose socket is still open. */
  get closing(): number {
    return this.#closing;
  }

  /** Seconds since the oldest connect that runs began; 0 when none does. */
  oldestSeconds(now: number): number {
    const [oldest] = this.#running.values();
    return oldest === undefined ? 0 : now - oldest;
  }

  /** Returns the id to end it by. */
  start(now: number): number {
    this.#lastId += 1;
    this.#running.set(this.#lastId, now);
    return this.#lastId;
  }

  /** Ends a connect; returns how long it took, or undefined when it ended before. */
  succeed(id: number, now: number): number | undefined {
    const seconds = this.#end(id, now);
    if (seconds !== undefined) this.#succeeded += 1;
    return seconds;
  }

  /** As {@link succeed}, for one that failed with a SQLSTATE, an errno, `timeout`, or an error that has none of these. */
  fail(id: number, errorType: string | undefined, now: number): number | undefined {
    const seconds = this.#end(id, now);
    if (seconds === undefined) return undefined;
    this.#failed += 1;
    const isNamed =
      errorType !== undefined &&
      (this.#failures.has(errorType) || this.#failures.size < ERROR_TYPE_LIMIT);
    const type = isNamed ? errorType : OTHER_ERROR_TYPE;
    this.#failures.set(type, (this.#failures.get(type) ?? 0) + 1);
    return seconds;
  }

  closeStarted(reason: CloseReason): void {
    this.#closed[reason] += 1;
    this.#closing += 1;
  }

  closeEnded(): void {
    this.#closing -= 1;
  }

  #end(id: number, now: number): number | undefined {
    const startedAt = this.#running.get(id);
    if (startedAt === undefined) return undefined;
    this.#running.delete(id);
    return now - startedAt;
  }
}

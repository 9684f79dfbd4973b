import type { ServerLockWaits } from "./pool-totals.ts";

// The server's answer on locks is about the moment it was given; it is asked every few seconds.
const KNOWN_SECONDS = 15;

/** What the server said last of the locks that a pool's connections wait for. */
export class KnownLockWaits {
  #waits: ServerLockWaits | undefined;
  #notedAt = 0;

  note(waits: ServerLockWaits, now: number): void {
    this.#waits = waits;
    this.#notedAt = now;
  }

  /** What is known at `now`; undefined when that is too long ago. */
  at(now: number): ServerLockWaits | undefined {
    return now - this.#notedAt <= KNOWN_SECONDS ? this.#waits : undefined;
  }
}

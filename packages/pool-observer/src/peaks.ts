import type { Peak } from "@plimsoll/catalog";

type Highest = Record<Peak, number>;

/** A reader whose collections {@link Peaks} are told apart by. */
export type PeakReader = object;

// A reader that does not say who it is gets the peaks of this long: no common export interval is longer.
const SHARED_SECONDS = 60;
const SEGMENT_SECONDS = 5;

/**
 * The highest numbers of used connections and pending requests, for each reader since it read last.
 * What happens costs one comparison, however many readers there are: only their reading shares out the highest of the running segment.
 */
export class Peaks {
  #used = 0;
  #pending = 0;
  #segmentSince: number;
  readonly #ofReaders = new Map<PeakReader, Highest>();
  readonly #recent: (Highest & { readonly until: number })[] = [];

  constructor(now: number) {
    this.#segmentSince = now;
  }

  /** Notes that this many connections are used now. */
  used(count: number): void {
    if (count > this.#used) this.#used = count;
  }

  /** Notes that this many requests are pending now. */
  pending(count: number): void {
    if (count > this.#pending) this.#pending = count;
  }

  /**
   * The highest since `reader` read last, or ever when it never did; without a reader, of the last {@link SHARED_SECONDS}.
   * `current` is what is true now, and where the next segment starts.
   */
  read(reader: PeakReader | undefined, current: Highest, now: number): Highest {
    this.#seal(current, now);
    if (reader === undefined) return highest([...this.#recent, current]);
    const own = this.#ofReaders.get(reader) ?? highest(this.#recent);
    this.#ofReaders.set(reader, { ...current });
    return highest([own, current]);
  }

  /** Ends the running segment: everybody who reads later sees its highest. */
  #seal(current: Highest, now: number): void {
    const segment = { used: this.#used, pending: this.#pending };
    for (const [reader, own] of this.#ofReaders)
      this.#ofReaders.set(reader, highest([own, segment]));
    const last = this.#recent.at(-1);
    if (last !== undefined && now - this.#segmentSince < SEGMENT_SECONDS)
      this.#recent[this.#recent.length - 1] = { ...highest([last, segment]), until: now };
    else {
      this.#recent.push({ ...segment, until: now });
      this.#segmentSince = now;
    }
    while (this.#recent.length > 1 && now - (this.#recent[0]?.until ?? now) > SHARED_SECONDS)
      this.#recent.shift();
    this.#used = current.used;
    this.#pending = current.pending;
  }
}

function highest(all: readonly Highest[]): Highest {
  return {
    used: Math.max(...all.map((one) => one.used)),
    pending: Math.max(...all.map((one) => one.pending)),
  };
}

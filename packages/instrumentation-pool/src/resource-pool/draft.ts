import { atTime, type PoolTracker, replayableClock } from "@plimsoll/pool-observer";

interface DraftEvent {
  readonly at: number;
  readonly apply: (tracker: PoolTracker) => void;
}

// A pool whose database nobody can reach may never have a resource: what it went through must not grow for ever.
const EVENT_LIMIT = 5000;

/** What happened to a pool of which is not known yet whether it is one of PostgreSQL. */
export class Draft {
  readonly #events: DraftEvent[] = [];

  /** Notes what to tell the tracker, if there will be one. Beyond the limit the oldest fifth is forgotten. */
  add(apply: (tracker: PoolTracker) => void, at: number = replayableClock()): void {
    if (this.#events.length >= EVENT_LIMIT) this.#events.splice(0, EVENT_LIMIT / 5);
    this.#events.push({ at, apply });
  }

  /** Makes the tracker and tells it everything, each at its own time, so that its integrals and histograms are exact. */
  replay(createTracker: () => PoolTracker): PoolTracker {
    const events = this.#events.toSorted((a, b) => a.at - b.at);
    const [first] = events;
    const tracker = first === undefined ? createTracker() : atTime(first.at, createTracker);
    for (const { at, apply } of events) atTime(at, () => apply(tracker));
    return tracker;
  }
}

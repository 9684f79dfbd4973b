import { APPLICATION_LIMIT, NO_APPLICATION, OTHER_APPLICATION } from "@plimsoll/catalog";

/** So many client connections of the server are in this state and have this application_name. */
export interface ConnectionCount {
  readonly state: string;
  readonly application: string;
  readonly count: number;
}

// Long enough for a nightly job's name not to come and go within one look at a graph, and short enough that names with a process id in them
// make room for the next ones. At most 20 new names an hour bound what a metrics SDK keeps for ever.
const KEEP_SECONDS = 3600;

/**
 * Connections by state and application, bounded: at most {@link APPLICATION_LIMIT} applications have a name of their own at a time, first come,
 * first named. A pair that was seen once goes to 0 instead of away.
 */
export class ConnectionCounts {
  readonly #lastSeen = new Map<string, number>();
  readonly #seen = new Map<string, ConnectionCount>();

  /** What to report for `counts`, taken at `now` (seconds), the applications with the most connections first. */
  bounded(counts: readonly ConnectionCount[], now: number): ConnectionCount[] {
    for (const [key, seen] of this.#seen) this.#seen.set(key, { ...seen, count: 0 });
    for (const { state, application, count } of counts) {
      const name = this.#named(application, now);
      const key = `${state}\n${name}`;
      const before = this.#seen.get(key)?.count ?? 0;
      this.#seen.set(key, { state, application: name, count: before + count });
    }
    return [...this.#seen.values()];
  }

  #named(application: string, now: number): string {
    const name = application === "" ? NO_APPLICATION : application;
    if (name === OTHER_APPLICATION) return name;
    if (!this.#lastSeen.has(name) && !this.#hasRoom(now)) return OTHER_APPLICATION;
    this.#lastSeen.set(name, now);
    return name;
  }

  #hasRoom(now: number): boolean {
    if (this.#lastSeen.size < APPLICATION_LIMIT) return true;
    for (const [name, at] of this.#lastSeen) if (now - at > KEEP_SECONDS) this.#forget(name);
    return this.#lastSeen.size < APPLICATION_LIMIT;
  }

  #forget(name: string): void {
    this.#lastSeen.delete(name);
    for (const [key, { application }] of this.#seen)
      if (application === name) this.#seen.delete(key);
  }
}

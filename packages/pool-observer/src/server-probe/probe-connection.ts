import type { PoolIdentity } from "../pool-identity.ts";
import type { LockWatched } from "./lock-waits.ts";

/**
 * One connection of the probe, of whatever driver. It must not keep the process alive: its socket and its timers are unref'd.
 * Nothing but these members is called, one after the other.
 */
export interface ProbeConnection {
  /** Called once, before {@link query}. */
  connect(): Promise<void>;
  /** Runs `sql`, which gives one row with one column of text called `answer`. */
  query(sql: string): Promise<string>;
  /** The process id that the server gave at connect; undefined when the driver does not tell. */
  readonly backendPid: number | undefined;
  /** False before it is connected, and for good once it broke or was closed. */
  readonly isOpen: boolean;
  /** Ends it at once, in whatever state it is. */
  close(): void;
}

/** A pool, as the probe of its server sees it. */
export interface ProbeSource {
  readonly identity: PoolIdentity;
  /** A connection with the pool's own driver and settings, not yet connected. @throws when there can be none */
  createConnection(): ProbeConnection;
  /** Whether the pool is gone. Cheap; must not throw. */
  isEnded(): boolean;
  /** Who is told which of the pool's backends wait for a lock. */
  readonly pool?: LockWatched | undefined;
}

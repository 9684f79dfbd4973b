/** What to start. */
export interface PostgresOptions {
  /**
   * Folder of the data; created when missing, and filled by initdb when empty. One server at a time
   * per folder. A folder that was made before is used as it is, its databases included.
   */
  readonly dataDir: string;
  /**
   * Server settings, by their names in postgresql.conf, such as `{ max_connections: 50 }`.
   * @default {}
   */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /**
   * Deletes the data when the server was stopped by `stop()`.
   * @default false
   */
  readonly isTemporary?: boolean;
  /**
   * A running server to follow: an empty folder becomes a streaming standby of it, with its databases
   * and its password. It reads only until `SELECT pg_promote()`.
   */
  readonly standbyOf?: RunningPostgres;
  /** Takes remarks for people, a whole line each: a folder that had to be another one, and why. */
  readonly log?: (line: string) => void;
  /** Takes each line of the server's own log. */
  readonly onServerLine?: (line: string) => void;
}

/** A running PostgreSQL that is ours. */
export interface RunningPostgres {
  /** `postgres://plimsoll:<password>@127.0.0.1:<port>/postgres`, a superuser. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Process id of the server (the postmaster); another one after a restart. */
  readonly pid: number;
  /** Folder that the data really lies in: another than asked for when the server's user cannot reach that. */
  readonly dataDir: string;
  /** The last 40 lines of the server's log, since its last start. */
  lastLog(): readonly string[];
  /** Whether it ended by itself: not by `stop()`, and not within a `restart()`. */
  hasDied(): boolean;
  /** Creates a database and gives its url. Rejects with PostgreSQL's error when it exists. */
  createDatabase(name: string): Promise<string>;
  /** Drops a database, with the connections to it; no error when it is not there. */
  dropDatabase(name: string): Promise<void>;
  /**
   * Stops the server as `stop()` does and starts it again, on the same port and data, `downSeconds` after
   * its end: sessions end with 57P01, new connections are refused (ECONNREFUSED) meanwhile. Resolves
   * when it takes connections; rejects when it does not start, or was stopped meanwhile.
   */
  restart(downSeconds: number): Promise<void>;
  /**
   * Stops the server (fast shutdown: open transactions are rolled back) and resolves when its
   * process is gone. May be called more than once.
   */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL 18 on 127.0.0.1 and a free port, without Unix socket. When we are root it
 * runs as an unprivileged user. It ends with this process, however that ends.
 *
 * @throws an Error with `code` "PLIMSOLL_POSTGRES_FAILED" and the last lines of the server's log
 *   when the folder cannot be used or the server does not start
 */
export function startPostgres(options: PostgresOptions): Promise<RunningPostgres>;

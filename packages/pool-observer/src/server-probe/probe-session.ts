import { type LockWaits, lockWaitsSql, parseLockWaits } from "./lock-waits.ts";
import type { ProbeConnection } from "./probe-connection.ts";
import { ProbeFailure } from "./probe-failure.ts";
import { parseReading, SAMPLE_SQL, type ServerReading } from "./server-reading.ts";
import { ELECT_SQL, HELLO_SQL, settingsSql } from "./session-sql.ts";
import { withinSeconds } from "./within-seconds.ts";

// The server's own limit on a statement is 3 s; beyond this it is the network, or a server that hangs.
const ANSWER_SECONDS = 5;
const CONNECT_SECONDS = 5;

/** A probe's connection from its opening to its close, and the questions that are asked over it. */
export class ProbeSession {
  readonly #connection: ProbeConnection;
  isElected = false;

  private constructor(connection: ProbeConnection) {
    this.#connection = connection;
  }

  /**
   * Connects and makes sure that the server itself is at the other end: behind a pooler that hands out server connections by transaction
   * (PgBouncer, …) the lock would stay with a connection that others get. A pooler gives a process id of its own.
   */
  static async open(connection: ProbeConnection): Promise<ProbeSession> {
    const session = new ProbeSession(connection);
    try {
      await withinSeconds(CONNECT_SECONDS, connection.connect());
      const hello = JSON.parse(await session.#ask(HELLO_SQL)) as { pid: number; version: number };
      const { backendPid } = connection;
      if (backendPid !== undefined && backendPid !== hello.pid) throw new ProbeFailure("POOLER");
      await session.#ask(settingsSql(hello.version));
    } catch (error) {
      session.close();
      throw error;
    }
    return session;
  }

  get isOpen(): boolean {
    return this.#connection.isOpen;
  }

  /** Whether this session is the one that reports its database; it is until it ends. */
  async elect(): Promise<boolean> {
    this.isElected ||= (await this.#ask(ELECT_SQL)) === "true";
    return this.isElected;
  }

  async sample(): Promise<ServerReading> {
    const reading = parseReading(await this.#ask(SAMPLE_SQL));
    // Only a pooler that escaped notice takes the session away from under a connection.
    if (!reading.isElected) throw new ProbeFailure("POOLER");
    return reading;
  }

  async lockWaits(backendPids: readonly number[]): Promise<LockWaits> {
    return parseLockWaits(await this.#ask(lockWaitsSql(backendPids)));
  }

  close(): void {
    this.#connection.close();
  }

  #ask(sql: string): Promise<string> {
    return withinSeconds(ANSWER_SECONDS, this.#connection.query(sql));
  }
}

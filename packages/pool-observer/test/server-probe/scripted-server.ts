import { ServerProbes } from "../../src/index.ts";
import type { ProbeConnection, ProbeSource } from "../../src/server-probe/probe-connection.ts";
import type { ServerReading } from "../../src/server-probe/server-reading.ts";

const READING: ServerReading = {
  isElected: true,
  maxConnections: 100,
  usableConnections: 97,
  connections: [{ state: "idle", application: "app", count: 2 }],
  lockWaiters: 1,
  oldestTransactionSeconds: 5,
  replicationLagSeconds: null,
  isInRecovery: false,
};

/** A server that answers as the test says, for what no real one does on demand. Against a real one: instrumentation-pool/test/server-probe. */
export class ScriptedServer {
  reading: ServerReading = READING;
  isDown = false;
  /** What a question waits for. */
  answering: Promise<void> = Promise.resolve();
  connects = 0;
  open = 0;
  now = 0;
  readonly probes: ServerProbes = new ServerProbes({ clock: () => this.now, random: () => 0 });

  source(database = "money"): ProbeSource & { isGone: boolean } {
    const source = {
      identity: { host: "db", port: 5432, database },
      isGone: false,
      isEnded: () => source.isGone,
      createConnection: () => this.#connection(),
    };
    return source;
  }

  async pass(seconds: number): Promise<void> {
    for (let i = 0; i < seconds; i += 1) {
      this.now += 1;
      await this.probes.tick();
    }
  }

  #connection(): ProbeConnection {
    let isOpen = false;
    return {
      backendPid: 7,
      get isOpen() {
        return isOpen;
      },
      connect: async () => {
        this.connects += 1;
        if (this.isDown) throw Object.assign(new Error("down"), { code: "ECONNREFUSED" });
        isOpen = true;
        this.open += 1;
      },
      query: async (sql) => {
        await this.answering;
        if (this.isDown) throw new Error("gone");
        return this.#answer(sql);
      },
      close: () => {
        if (isOpen) this.open -= 1;
        isOpen = false;
      },
    };
  }

  #answer(sql: string): string {
    if (sql.includes("maxConnections")) return JSON.stringify(this.reading);
    if (sql.includes("pg_try_advisory_lock")) return "true";
    return JSON.stringify({ pid: 7, version: 180_000 });
  }
}

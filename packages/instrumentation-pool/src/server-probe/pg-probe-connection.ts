import {
  PROBE_APPLICATION_NAME,
  type ProbeConnection,
  ProbeFailure,
} from "@plimsoll/pool-observer";

/*
 * The parts of pg's `Client` that the probe uses, by shape. Read in pg 8.23.1 lib/client.js, lib/connection.js.
 */

interface Socket {
  unref?(): unknown;
  destroy(): unknown;
}

/** A pg `Client` of the probe's own. */
interface ProbeClient {
  /** Its connection, whose stream is another one after TLS began; the native client has none. */
  readonly connection?: { readonly stream?: Socket };
  readonly connectionParameters: Record<string, unknown>;
  readonly processID?: number | null;
  connect(callback: (error: unknown) => void): unknown;
  query(text: string, callback: (error: unknown, result: QueryResult) => void): unknown;
  end(callback: () => void): unknown;
  on(event: "error" | "end", listener: () => void): unknown;
}

interface QueryResult {
  readonly rows: readonly { readonly answer?: unknown }[];
}

/** The class of a pg `Client`. */
export type ProbeClientClass = new (config: object) => ProbeClient;

// A server that does not answer the goodbye is left.
const GOODBYE_MILLIS = 1000;

/**
 * A connection of the probe, made as the pool makes its own: with the same class and the same config, which is handed on and never looked into.
 *
 * @throws ProbeFailure `UNSUPPORTED` when its socket could keep the process alive
 */
export function createPgProbeConnection(Client: ProbeClientClass, config: object): ProbeConnection {
  return new PgProbeConnection(new Client(withoutTimers(config)));
}

class PgProbeConnection implements ProbeConnection {
  readonly #client: ProbeClient;
  #isConnected = false;
  #isOver = false;
  #isBusy = true;

  constructor(client: ProbeClient) {
    this.#client = client;
    const over = () => {
      this.#isOver = true;
    };
    client.on("error", over);
    client.on("end", over);
    if (typeof client.connection?.stream?.unref !== "function")
      throw new ProbeFailure("UNSUPPORTED");
    // Here and not in the config, because a connection string wins over that.
    Object.assign(client.connectionParameters, {
      application_name: PROBE_APPLICATION_NAME,
      // pg's timer for it keeps the process alive.
      query_timeout: 0,
    });
  }

  async connect(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#client.connect((error) => (error ? reject(error) : resolve()));
      // Node forgets it when a host has several addresses and the first does not answer; then once more below.
      this.#unref();
    });
    this.#unref();
    this.#isConnected = true;
    this.#isBusy = false;
  }

  async query(sql: string): Promise<string> {
    this.#isBusy = true;
    const result = await new Promise<QueryResult>((resolve, reject) => {
      this.#client.query(sql, (error, answer) => (error ? reject(error) : resolve(answer)));
    });
    this.#isBusy = false;
    const answer = result.rows[0]?.answer;
    if (typeof answer !== "string") throw new ProbeFailure("BAD_ANSWER");
    return answer;
  }

  get backendPid(): number | undefined {
    return this.#client.processID ?? undefined;
  }

  get isOpen(): boolean {
    return this.#isConnected && !this.#isOver;
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#isBusy) this.#destroy();
    else this.#client.end(() => undefined);
    setTimeout(() => this.#destroy(), GOODBYE_MILLIS).unref();
  }

  #unref(): void {
    this.#client.connection?.stream?.unref?.();
  }

  #destroy(): void {
    this.#client.connection?.stream?.destroy();
  }
}

/** A copy of `config`, hidden properties (pg-pool hides `password`) included, in which pg sets no timer of its own. */
function withoutTimers(config: object): object {
  return Object.create(Object.getPrototypeOf(config) as object, {
    ...Object.getOwnPropertyDescriptors(config),
    connectionTimeoutMillis: { value: 0, enumerable: true },
  }) as object;
}

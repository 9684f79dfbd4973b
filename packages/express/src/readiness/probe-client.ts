/**
 * A database client that was not connected yet, by structure: `new pg.Client({…})` fits.
 * Read in pg 8.23.1 client.js.
 */
export interface ProbeClient {
  connect(): Promise<unknown>;
  query(sql: string): Promise<unknown>;
  end(): Promise<unknown>;
  /** Errors of a connection that breaks between two calls come as an event. */
  on?(event: "error", listener: () => void): unknown;
  /** Lets the process end while the connection is open. */
  unref?(): void;
}

/** Destroys the socket of a client that does not answer; false when none is found. pg 8.23.1: client.js:814 does the same. */
export function destroySocket(client: ProbeClient): boolean {
  const { stream } =
    (client as { connection?: { stream?: { destroy?: unknown } } }).connection ?? {};
  if (stream === undefined || typeof stream.destroy !== "function") return false;
  stream.destroy();
  return true;
}

import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { withClient } from "../with-client.ts";

/** The database of the neighbour on the server. */
const NEIGHBOUR = "neighbour";

/** Sorts in a temporary file: CPU, disk and memory bandwidth that others would have, for some 20 ms. */
const WORK =
  "SELECT count(*) FROM (SELECT n FROM generate_series(1, 30000) AS n ORDER BY -n) AS sorted";

/** How noisy a neighbour is. */
export interface NoiseOptions {
  /** Connections that work at a time. @default 4 */
  readonly clients?: number;
  /** Cores that all of them use together, on average. @default 0.2 */
  readonly cores?: number;
  /** It falls silent after that, whatever happens. */
  readonly seconds: number;
}

/** A neighbour that works. */
export interface Neighbour {
  /** Statements that it has run. */
  count(): number;
  /** Ends the work, and drops its database. May be called twice. */
  stop(): Promise<void>;
}

/**
 * The control `noisy-neighbour`: another database of the same server is busy. It asks for less of the CPU the less there is, for each
 * client rests in proportion to what its last statement took.
 *
 * @param adminUrl of another database of the server, as a superuser
 */
export async function startNeighbour(
  adminUrl: string,
  { clients = 4, cores = 0.2, seconds }: NoiseOptions,
): Promise<Neighbour> {
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(seconds * 1000)]);
  await recreate(adminUrl);
  const url = new URL(adminUrl);
  url.pathname = `/${NEIGHBOUR}`;
  let count = 0;
  const work = Array.from({ length: clients }, () =>
    makeNoise(url.href, cores / clients, signal, () => (count += 1)),
  );
  const stop = async (): Promise<void> => {
    ended.abort();
    await Promise.allSettled(work);
    await drop(adminUrl);
  };
  return { count: () => count, stop };
}

/** Works and rests until the signal is aborted; whoever ends its backend ends it, too. */
async function makeNoise(
  url: string,
  share: number,
  signal: AbortSignal,
  onDone: () => void,
): Promise<void> {
  const client = new Client({ connectionString: url, application_name: NEIGHBOUR });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("SET work_mem = '64kB'"); // Least there is: so it sorts on disk.
    while (!signal.aborted) {
      const startedAt = performance.now();
      await client.query(WORK);
      onDone();
      // Share of a core = busy / (busy + rest). Example: 50 ms at 0.05 rest for 950 ms.
      const busyMs = performance.now() - startedAt;
      await delay(busyMs / share - busyMs, undefined, { signal });
    }
  } catch {
    // Told to stop, or the server is gone: it is silent either way.
  } finally {
    await client.end().catch(() => {});
  }
}

async function recreate(adminUrl: string): Promise<void> {
  await drop(adminUrl);
  await withClient(adminUrl, (client) => client.query(`CREATE DATABASE ${NEIGHBOUR}`));
}

async function drop(adminUrl: string): Promise<void> {
  await withClient(adminUrl, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${NEIGHBOUR} WITH (FORCE)`),
  );
}

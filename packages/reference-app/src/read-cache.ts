import { LRUCache } from "lru-cache";

/**
 * Gives the rows that were read under `key` before, or reads them by `load`. A key belongs to one statement: all that is kept under
 * it has the same columns.
 */
export type ReadThrough = <Row>(
  key: string,
  load: () => Promise<{ rows: Row[] }>,
) => Promise<Row[]>;

/** Answers that are kept at most; the one asked for longest ago makes room. With 100 entries each they take some 100 MB. */
const MOST_ANSWERS = 10_000;

/** Reads that are never kept. */
export const uncached: ReadThrough = async (_key, load) => (await load()).rows;

/**
 * A cache of reads within the process. What it gives may be `seconds` old, also after a transfer. No row is no answer: what does
 * not exist is looked up again. Two that miss at once both read, as with a cache beside the database.
 *
 * @param seconds how long an answer is kept; 0 keeps none
 * @param now milliseconds
 */
export function createReadCache(
  seconds: number,
  now: () => number = () => performance.now(),
): ReadThrough {
  if (seconds === 0) return uncached;
  const kept = new LRUCache<string, unknown[]>({
    max: MOST_ANSWERS,
    ttl: seconds * 1000,
    ttlResolution: 0, // Else it keeps the time for 1 ms, by a timer.
    perf: { now },
  });
  return async <Row>(key: string, load: () => Promise<{ rows: Row[] }>): Promise<Row[]> => {
    const found = kept.get(key);
    if (found) return found as Row[];
    const { rows } = await load();
    if (rows.length > 0) kept.set(key, rows);
    return rows;
  };
}

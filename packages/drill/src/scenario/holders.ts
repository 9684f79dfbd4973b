import type { Fleet } from "../stack/fleet.ts";

/** Who held the connections of one instance at a moment, as its `/debug/pools` said. */
export interface Holders {
  readonly instance: string;
  /** Unix seconds. */
  readonly at: number;
  /** Its JSON, indented; or why there is none. */
  readonly text: string;
}

const ANSWER_MS = 2000;

/** Asks every instance. One that does not answer says why: no run fails for it. */
export function readHolders(fleet: Fleet): Promise<Holders[]> {
  return Promise.all(
    fleet.instances().map(async ({ name, url }) => ({
      instance: name,
      at: Date.now() / 1000,
      text: await askPools(url),
    })),
  );
}

async function askPools(url: string): Promise<string> {
  try {
    const response = await fetch(`${url}/debug/pools`, { signal: AbortSignal.timeout(ANSWER_MS) });
    return JSON.stringify(await response.json(), null, 2);
  } catch (error) {
    return `no answer: ${error instanceof Error ? error.message : String(error)}`;
  }
}

import { Client } from "pg";

/** The name under which the connections are found on the server. */
export const TAKER = "nightly-job";

/**
 * The fault that `scale-out` ends in: somebody else opens connections until the server refuses one (53300), and keeps them idle.
 *
 * @param most how many to open at most
 * @returns a function that gives back those that were not ended meanwhile; may be called twice
 */
export async function takeConnections(
  databaseUrl: string,
  most: number,
): Promise<() => Promise<void>> {
  const taken: Client[] = [];
  for (let count = 0; count < most; count += 1) {
    const client = new Client({ connectionString: databaseUrl, application_name: TAKER });
    client.on("error", () => {}); // Who ends them is a part of the drill.
    if (!(await isTaken(client))) break;
    taken.push(client);
  }
  return async () => {
    await Promise.all(taken.map((client) => client.end().catch(() => {})));
  };
}

async function isTaken(client: Client): Promise<boolean> {
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "53300") return false;
    throw error;
  }
}

import type pg from "pg";

type Release = (error?: unknown) => void;

/** Resolves on a later turn of the loop, when the soak's clock has moved on. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

const ignore = (): void => undefined;

function connect(pool: pg.Pool): Promise<{ client: pg.PoolClient; release: Release } | undefined> {
  return new Promise((resolve) => {
    pool.connect((error, client, release) =>
      resolve(error || client === undefined ? undefined : { client, release }),
    );
  });
}

function query(client: pg.PoolClient): Promise<boolean> {
  return new Promise((resolve) => {
    client.query("SELECT $1::int AS x", [1], (error) => resolve(!error));
  });
}

/** One acquire, and what an app does with it: a share of the soak each. */
const WORK: readonly { share: number; run: (pool: pg.Pool) => Promise<void> }[] = [
  {
    share: 0.6,
    run: (pool) =>
      new Promise((resolve) => {
        pool.query("SELECT $1::int AS x", [1], () => resolve());
      }),
  },
  { share: 0.2, run: (pool) => held(pool, 3, 0) },
  { share: 0.1, run: (pool) => held(pool, 1, 5) },
  {
    share: 0.05,
    run: async (pool) => {
      const lease = await connect(pool);
      lease?.release(true);
    },
  },
  {
    share: 0.05,
    run: async (pool) => {
      const lease = await connect(pool);
      lease?.release();
      try {
        lease?.release();
      } catch {
        // pg-pool throws at the second one; nothing may change.
      }
    },
  },
];

async function held(pool: pg.Pool, queries: number, turns: number): Promise<void> {
  const lease = await connect(pool);
  if (lease === undefined) return;
  lease.client.on("error", ignore);
  for (let i = 0; i < turns; i += 1) await turn();
  let isFine = true;
  for (let i = 0; i < queries; i += 1) isFine = (await query(lease.client)) && isFine;
  lease.client.removeListener("error", ignore);
  lease.release(isFine ? undefined : new Error("a query failed"));
}

/** Does a piece of work; resolves when it is done, whatever became of it. */
export function doSomething(pool: pg.Pool, random: () => number): Promise<void> {
  let left = random();
  for (const { share, run } of WORK) {
    if (left < share) return run(pool);
    left -= share;
  }
  return Promise.resolve();
}

import type { PoolCause } from "@plimsoll/catalog";
import type pg from "pg";
import t, { type Test } from "tap";
import { trackerOf } from "../attribution-contract.ts";
import { measure } from "../collect.ts";
import { needsDatabase, openPool, pause, until } from "../database.ts";
import { silentServer } from "../silent-server.ts";
import { keepBusy, type Load } from "./keep-busy.ts";

const LEAK_AFTER_SECONDS = 5;
// A pool has a usual once it was calm for 60 s.
const CALM_SECONDS = 66;
const NAMED_WITHIN_SECONDS = 30;

measure({ leakAfterSeconds: LEAK_AFTER_SECONDS });

// Each has a pool of its own and mostly waits: side by side they take as long as the longest.
t.jobs = 20;

/** A cause that is produced on the real thing must be named within half a minute, and no other one on the way to it. */
function produces(
  cause: PoolCause,
  how: string,
  run: (t: Test) => Promise<{ name: string }>,
): void {
  t.test(`${how} is ${cause}`, { ...needsDatabase, buffered: true }, async (t) => {
    const { name } = await run(t);
    const seen = new Set<string>();
    const isNamed = () => {
      const verdict = trackerOf(name).verdict();
      if (verdict !== undefined) seen.add(`${verdict.cause}: ${verdict.evidence}`);
      return verdict?.cause === cause;
    };
    await until(`the cause ${cause}`, isNamed, NAMED_WITHIN_SECONDS).catch((error: Error) =>
      t.fail(error.message, { seen: [...seen], snapshot: trackerOf(name).snapshot() }),
    );
    t.equal(seen.size, 1, [...seen].join("\n"));
  });
}

/** A query, and nothing else, on a connection of its own. */
const query =
  (seconds: number) =>
  (pool: pg.Pool): Promise<unknown> =>
    pool.query(`select pg_sleep(${seconds})`);

/** A transaction that calls somebody else between its two queries. */
const outsideCall =
  (seconds: number) =>
  async (pool: pg.Pool): Promise<void> => {
    const client = await pool.connect();
    await client.query("begin");
    await pause(seconds);
    await client.query("commit");
    client.release();
  };

function young(t: Test, load: Load): { name: string } {
  const { pool, name } = openPool(t, { max: 2 });
  keepBusy(t, pool, load);
  return { name };
}

/** A pool that was calm for long enough to have a usual, at a quarter of what it can do, and then has `load`. */
async function grown(t: Test, load: Load): Promise<{ name: string }> {
  const { pool, name } = openPool(t, { max: 2 });
  await pool.query("select 1");
  const calm = keepBusy(t, pool, { perSecond: 10, work: query(0.05) });
  await pause(CALM_SECONDS);
  t.equal(trackerOf(name).verdict(), undefined, "a calm pool has no cause");
  calm.stop();
  keepBusy(t, pool, load);
  return { name };
}

produces("leak", "a pool of which nobody gives back a connection", async (t) => {
  const { pool, name } = openPool(t, { max: 2 });
  await Promise.all([pool.connect(), pool.connect()]);
  void pool.connect();
  return { name };
});

produces("held_idle", "a young pool whose transactions call somebody else", async (t) =>
  young(t, { workers: 8, work: outsideCall(0.5) }),
);

produces("held_idle", "a pool whose transactions begin to call somebody else", (t) =>
  grown(t, { perSecond: 10, work: outsideCall(0.5) }),
);

produces("slow_query", "a young pool whose queries take over a second", async (t) =>
  young(t, { workers: 6, work: query(1.2) }),
);

produces("slow_query", "a pool whose queries become slow", (t) =>
  grown(t, { perSecond: 10, work: query(0.4) }),
);

produces("demand", "a pool that is asked six times as often", (t) =>
  grown(t, { perSecond: 60, work: query(0.05) }),
);

produces("undersized", "a young pool of fast queries that is always used up", async (t) =>
  young(t, { workers: 16, work: query(0.05) }),
);

produces("nested_acquire", "a pool whose holders each wait for another connection", async (t) => {
  const { pool, name } = openPool(t, { max: 2 });
  const holders = await Promise.all([1, 2].map(() => holdAndAsk(pool)));
  t.equal(holders.length, 2);
  return { name };
});

/** Resolves once it holds a connection and waits for a second one. */
async function holdAndAsk(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  await client.query("begin");
  void pool.connect();
}

produces("connect_failure", "a pool whose port refuses", async (t) => {
  const { pool, name } = openPool(t, { host: "127.0.0.1", port: 1 });
  await pool.query("select 1").catch(() => undefined);
  return { name };
});

produces("connect_failure", "a pool whose server answers nothing", async (t) => {
  const { port, hangUp } = await silentServer(t);
  const { pool, name } = openPool(t, { host: "127.0.0.1", port, max: 2 });
  t.teardown(hangUp);
  for (let i = 0; i < 3; i += 1) pool.query("select 1").catch(() => undefined);
  return { name };
});

t.test(
  "a pool at four fifths of its limit is not short, and no cause is named",
  { ...needsDatabase, buffered: true },
  async (t) => {
    const { pool, name } = openPool(t, { max: 10 });
    await pool.query("select 1");
    keepBusy(t, pool, { perSecond: 80, work: query(0.1) });
    const seen: unknown[] = [];
    for (let i = 0; i < 40; i += 1) {
      await pause(0.5);
      const verdict = trackerOf(name).verdict();
      if (verdict !== undefined) seen.push(verdict);
    }
    t.same(seen, []);
  },
);

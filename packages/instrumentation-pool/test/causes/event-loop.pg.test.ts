import type pg from "pg";
import t, { type Test } from "tap";
import { trackerOf } from "../attribution-contract.ts";
import { measure } from "../collect.ts";
import { needsDatabase, openPool, until } from "../database.ts";
import { keepBusy } from "./keep-busy.ts";

// In a process of its own: what blocks its event loop blocks every pool in it.
measure();

/** Blocks the event loop for `seconds`, `perSecond` times a second, until the test ends. */
function blockLoop(t: Test, seconds: number, perSecond: number): void {
  const timer = setInterval(() => {
    const until = performance.now() + seconds * 1000;
    while (performance.now() < until);
  }, 1000 / perSecond);
  t.teardown(() => clearInterval(timer));
}

async function named(name: string): Promise<string> {
  return until("a cause", () => trackerOf(name).verdict()?.cause, 40);
}

const query = (pool: pg.Pool): Promise<unknown> => pool.query("select pg_sleep(0.005)");

t.test(
  "a loop that is blocked while connections are idle is event_loop",
  needsDatabase,
  async (t) => {
    const { pool, name } = openPool(t, { max: 50 });
    await Promise.all(Array.from({ length: 50 }, () => pool.query("select pg_sleep(0.1)")));
    keepBusy(t, pool, { perSecond: 20, work: query });
    blockLoop(t, 0.35, 2);
    t.equal(await named(name), "event_loop");
  },
);

t.test(
  "a loop that is blocked while the pool is used up is event_loop",
  needsDatabase,
  async (t) => {
    const { pool, name } = openPool(t, { max: 2 });
    keepBusy(t, pool, { workers: 40, work: query });
    blockLoop(t, 0.4, 2);
    t.equal(await named(name), "event_loop");
  },
);

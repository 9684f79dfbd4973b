import type pg from "pg";
import t, { type Test } from "tap";
import { trackerOf } from "../attribution-contract.ts";
import { measure } from "../collect.ts";
import { needsDatabase, openPool, until } from "../database.ts";
import { keepBusy } from "./keep-busy.ts";

// In a process of its own: what blocks its event loop blocks every pool in it.
measure();

function block(seconds: number): void {
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until);
}

/** Blocks the event loop for `seconds`, `perSecond` times a second, until the test ends. */
function blockLoop(t: Test, seconds: number, perSecond: number): void {
  const timer = setInterval(() => block(seconds), 1000 / perSecond);
  t.teardown(() => clearInterval(timer));
}

async function named(name: string): Promise<string> {
  return until("a cause", () => trackerOf(name).verdict()?.cause, 40);
}

const query = (pool: pg.Pool): Promise<unknown> => pool.query("select pg_sleep(0.005)");

t.test(
  "code that asks for an idle connection and blocks the loop is event_loop",
  needsDatabase,
  async (t) => {
    const { pool, name } = openPool(t, { max: 4 });
    await Promise.all(Array.from({ length: 4 }, () => pool.query("select pg_sleep(0.1)")));
    const askAndCompute = async () => {
      const answer = query(pool);
      block(0.2);
      await answer;
    };
    keepBusy(t, pool, { perSecond: 3, work: askAndCompute });
    t.equal(await named(name), "event_loop");
  },
);

t.test(
  "a loop that is blocked while the pool is used up is event_loop",
  needsDatabase,
  async (t) => {
    const { pool, name } = openPool(t, { max: 2 });
    keepBusy(t, pool, { workers: 40, work: query });
    blockLoop(t, 0.46, 2);
    t.equal(await named(name), "event_loop");
  },
);

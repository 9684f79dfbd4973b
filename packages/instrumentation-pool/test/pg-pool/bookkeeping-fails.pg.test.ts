import type pg from "pg";
import t from "tap";
import { measure } from "../collect.ts";
import { needsDatabase, openPool } from "../database.ts";
import { collectWarnings } from "../warnings.ts";

const OURS = /instrumentation-pool\/(dist\/)?src\//;

/** Lets every look of ours at `pool.options` throw, and none of pg-pool's. */
function breakOptions(pool: pg.Pool): void {
  const { options } = pool;
  Object.defineProperty(pool, "options", {
    get: () => {
      const [, , caller = ""] = new Error("where from?").stack?.split("\n") ?? [];
      if (OURS.test(caller)) throw new Error("no options for you");
      return options;
    },
  });
}

t.test(
  "when our bookkeeping throws, the app's calls go on and there is one warning",
  needsDatabase,
  async (t) => {
    const warnings = collectWarnings(t);
    const collect = measure();
    const healthy = openPool(t);
    const unseen = openPool(t);
    const seenFirst = openPool(t, { max: 1 });
    await seenFirst.pool.query("select 1");
    for (const { pool } of [unseen, seenFirst]) breakOptions(pool);
    for (const { pool } of [unseen, seenFirst, healthy]) {
      const client = await pool.connect();
      const waiting = new Promise<void>((resolve, reject) => {
        pool.connect((error, _client, release) => {
          if (error) return reject(error);
          release();
          resolve();
        });
      });
      const { rows } = await client.query("select 1 as one");
      t.same(rows, [{ one: 1 }]);
      client.release(true);
      await waiting;
      t.same((await pool.query("select 2 as two")).rows, [{ two: 2 }]);
    }
    const seen = await collect();
    t.notOk(seen.poolNames.includes(unseen.name));
    t.equal(seen.of(healthy.name).unaccounted, 0);
    t.equal(seen.of(healthy.name).number("requestsStarted"), 3);
    for (const { pool } of [unseen, seenFirst]) await pool.end();
    t.equal(warnings.length, 1, JSON.stringify(warnings));
    t.match(warnings[0]?.[0], /^plimsoll: /);
  },
);

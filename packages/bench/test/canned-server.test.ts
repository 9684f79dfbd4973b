import pg from "pg";
import t from "tap";
import { CannedSocket } from "../src/canned-server.ts";
import { runUnits, WORKLOADS } from "../src/workloads.ts";

t.test("pg talks to the canned server as to a real one", async (t) => {
  const pool = new pg.Pool({ max: 2, stream: () => new CannedSocket() });
  const { rows } = await pool.query("SELECT $1::int AS x", [1]);
  t.same(rows, [{ x: 7 }]);
  t.same((await pool.query("SELECT 7 AS x")).rows, [{ x: 7 }]);
});

for (const [name, unit] of Object.entries(WORKLOADS))
  t.test(`the workload "${name}" runs each unit once and leaves no connection held`, async (t) => {
    const pool = new pg.Pool({ max: 3, stream: () => new CannedSocket() });
    let units = 0;
    await runUnits(
      (n) => {
        units += 1;
        return unit(pool, n);
      },
      50,
      3,
    );
    t.equal(units, 50);
    t.equal(pool.totalCount, pool.idleCount);
  });

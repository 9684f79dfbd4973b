import t from "tap";
import { needsDatabase } from "./database.ts";
import { runFixture } from "./run-fixture.ts";

for (const way of ["import", "require"] as const) {
  t.test(
    `Knex and Sequelize loaded by ${way} after the instrumentation are measured from their first request on`,
    needsDatabase,
    (t) => {
      const { status, stdout, stderr } = runFixture("loaded-after", way);
      t.equal(status, 0, stderr);
      const first = { outcomes: { created: 1 }, connects: 1 };
      t.same(JSON.parse(stdout), { knex: first, sequelize: first });
      t.end();
    },
  );
}

import t from "tap";
import { needsDatabase } from "../database.ts";
import { runFixture } from "../run-fixture.ts";

t.test(
  "errors, stacks, ticks, keys, methods and results of Sequelize and its pool are those without us",
  needsDatabase,
  (t) => {
    const bare = runFixture("sequelize", "bare");
    const measured = runFixture("sequelize", "measured");
    t.equal(bare.status, 0, bare.stderr);
    t.equal(measured.status, 0, measured.stderr);
    const seen = JSON.parse(measured.stdout) as object;
    t.ok(Object.keys(seen).length > 15);
    t.same(seen, JSON.parse(bare.stdout));
    t.equal(measured.stderr, bare.stderr);
    t.notMatch(measured.stdout, /plimsoll\.|HeldConnection/);
    t.end();
  },
);

t.test("a rejection that nobody handles ends the process as without us", needsDatabase, (t) => {
  const bare = runFixture("unhandled-sequelize", "bare");
  const measured = runFixture("unhandled-sequelize", "measured");
  t.equal(bare.status, 1);
  t.equal(measured.status, 1);
  t.match(bare.stderr, /ECONNREFUSED/);
  t.equal(measured.stderr, bare.stderr);
  t.end();
});

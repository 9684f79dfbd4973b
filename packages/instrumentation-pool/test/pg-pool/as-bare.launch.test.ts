import t from "tap";
import { needsDatabase } from "../database.ts";
import { runFixture as run } from "../run-fixture.ts";

const SAME: Record<string, string> = {
  rejections:
    "errors have the message, class, fields, cause and stack that bare pg-pool gives them",
  ticks: "promises settle as many microtask ticks after pg-pool's event as bare pg-pool's",
  surface: "listeners, keys, JSON, logs and methods of a pool and its clients are bare pg-pool's",
};

for (const [fixture, what] of Object.entries(SAME)) {
  t.test(what, needsDatabase, (t) => {
    const bare = run(fixture, "bare");
    const measured = run(fixture, "measured");
    t.equal(bare.status, 0, bare.stderr);
    t.equal(measured.status, 0, measured.stderr);
    t.ok(Object.keys(JSON.parse(bare.stdout) as object).length > 2);
    t.same(JSON.parse(measured.stdout), JSON.parse(bare.stdout));
    t.equal(measured.stderr, bare.stderr);
    t.notMatch(measured.stdout, /plimsoll\.|HeldConnection/);
    t.end();
  });
}

for (const fixture of [
  "unhandled-rejection",
  "unhandled-while-ending",
  "unhandled-queue-timeout",
]) {
  t.test(
    `${fixture}: a rejection that nobody handles ends the process as without us`,
    needsDatabase,
    (t) => {
      const bare = run(fixture, "bare");
      const measured = run(fixture, "measured");
      t.equal(bare.status, 1);
      t.equal(measured.status, 1);
      t.match(bare.stderr, /Error: /);
      t.equal(measured.stderr, bare.stderr);
      t.end();
    },
  );
}

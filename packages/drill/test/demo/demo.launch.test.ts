import { join } from "node:path";
import t from "tap";
import { commandOf, descendants, survivors } from "../descendants.ts";
import { run } from "./run.ts";

t.test("an unknown option is wrong use: exit 2 and one line", async (t) => {
  const demo = run("demo.js", ["--fast"]);
  t.equal(await demo.ended, 2);
  t.match(demo.output().trim(), /^plimsoll: Unknown option '--fast'.*--help\.$/);
});

t.test("--help prints the usage and exits 0", async (t) => {
  const demo = run("demo.js", ["--help"]);
  t.equal(await demo.ended, 0);
  t.match(demo.output(), /--json FILE[\s\S]*--control[\s\S]*--keep[\s\S]*Exit code/);
});

t.test("a --json file that cannot be written ends the demo before anything starts", async (t) => {
  const demo = run("demo.js", ["--json", join(t.testdir(), "no", "run.json")]);
  t.equal(await demo.ended, 2);
  t.match(demo.output().trim(), /^plimsoll: --json must be a file/);
});

t.test("missing tools end the demo before anything starts", async (t) => {
  const demo = run("demo.js", [], { ...process.env, PATH: t.testdir() });
  t.equal(await demo.ended, 2);
  t.match(demo.output(), /^plimsoll: prometheus, alertmanager, k6: not on the PATH/m);
});

for (const [signal, code] of [
  ["SIGTERM", 143],
  ["SIGKILL", -1],
] as const) {
  t.test(`${signal} in the middle of a run leaves no process`, async (t) => {
    const demo = run("demo.js", []);
    t.teardown(() => demo.process.kill("SIGKILL"));
    await demo.printed("steady load");
    const started = descendants(demo.pid);
    // The guard, Prometheus, Alertmanager, Money, k6, PostgreSQL with its supervisor and workers.
    t.ok(started.length > 10, `${started.length} processes ran`);
    demo.process.kill(signal);
    t.equal(await demo.ended, code);
    t.same(await survivors(started, signal === "SIGTERM" ? 1 : 20), []);
    if (signal === "SIGTERM") t.match(demo.output(), /plimsoll: Interrupted by SIGTERM\.\n$/);
  });
}

t.test(
  "a process that dies in the middle of a run ends it with its name, and leaves no other",
  async (t) => {
    const demo = run("demo.js", []);
    t.teardown(() => demo.process.kill("SIGKILL"));
    await demo.printed("steady load");
    const started = descendants(demo.pid);
    const [prometheus = 0] = started.filter((pid) =>
      commandOf(pid).includes("--storage.tsdb.path"),
    );
    process.kill(prometheus, "SIGKILL");
    t.equal(await demo.ended, 1);
    t.match(demo.output(), /^plimsoll: Prometheus: ended by itself with signal SIGKILL\./m);
    t.same(await survivors(started, 1), []);
  },
);

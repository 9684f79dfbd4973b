import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import t from "tap";
import { needsDatabase } from "../database.ts";

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a fixture in a process of its own, with pg-pool as it is or measured. */
function run(fixture: string, kind: "bare" | "measured"): Run {
  const script = new URL(`../../../test/fixtures/${fixture}.mjs`, import.meta.url);
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(script), kind], {
    encoding: "utf8",
    timeout: 30_000,
  });
  return { status, stdout: withoutOurFrames(stdout), stderr: withoutOurFrames(stderr) };
}

/** Our methods stand between the app's frame and pg-pool's where pg-pool makes an error before it returns. */
function withoutOurFrames(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^"?\s*at .*instrumentation-pool\/(dist\/)?src\//.test(line.trim()))
    .join("\n");
}

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

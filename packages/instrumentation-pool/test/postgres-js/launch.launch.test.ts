import { cpSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import t, { type Test } from "tap";
import { needsDatabase } from "../database.ts";
import { FIXTURES, nodeVersions, runLaunch } from "./run-launch.ts";

const NONE = { idle: 0, used: 0, connecting: 0, closing: 0 };
const FULL = { ...NONE, used: 2 };
const IDLE = { ...NONE, idle: 2 };

/** What the scenario prints when all of it was seen. */
const EXACT = {
  full: { outcomes: { created: 2 }, connections: FULL, pending: 1, limit: 2, waits: 2, holds: 0 },
  idle: { outcomes: { created: 2, queued: 1, idle: 1 }, connections: IDLE, pending: 0, limit: 2 },
  ended: { outcomes: { created: 2, queued: 1, idle: 1 }, connections: NONE, pending: 0, limit: 0 },
};

/** … when the pool was found after it had opened its first connection. */
const LATE = {
  full: { outcomes: { created: 1, idle: 1 }, connections: FULL, pending: 1, limit: 2 },
  idle: { outcomes: { created: 1, queued: 1, idle: 2 }, connections: IDLE, pending: 0, limit: 2 },
  ended: { outcomes: { created: 1, queued: 1, idle: 2 }, connections: NONE, pending: 0, limit: 0 },
};

/** … when it was found with its first two requests in flight: those two are not counted, and nothing else is missing. */
const FOUND_IN_USE = {
  full: { outcomes: {}, connections: FULL, pending: 1, limit: 2, waits: 0, holds: 0 },
  idle: { outcomes: { queued: 1, idle: 1 }, connections: IDLE, pending: 0, limit: 2, holds: 2 },
  ended: { outcomes: { queued: 1, idle: 1 }, connections: NONE, pending: 0, limit: 0 },
};

const HERE = "./measure-here.mjs";
const WAYS = [
  { way: "imported first", args: ["import-first.mjs"], expected: EXACT },
  { way: "--import, an ES module", args: ["--import", HERE, "preloaded.mjs"], expected: EXACT },
  { way: "--require, an ES module", args: ["--require", HERE, "preloaded.mjs"], expected: EXACT },
  { way: "required first", args: ["require-first.cjs"], expected: EXACT },
  { way: "--import, CommonJS", args: ["--import", HERE, "preloaded.cjs"], expected: EXACT },
  { way: "--require, CommonJS", args: ["--require", HERE, "preloaded.cjs"], expected: EXACT },
  { way: "imported late", args: ["late.mjs"], expected: LATE },
  { way: "required late", args: ["late.cjs"], expected: LATE },
];

for (const [version, node] of nodeVersions()) {
  // Node 22.15 cannot load a module that is linked and not evaluated, and tells of no socket.
  const isOld = version.startsWith("22.15.");
  for (const { way, args, expected } of WAYS)
    t.test(`Node ${version}, ${way}: postgres.js is measured exactly`, needsDatabase, (t) => {
      const isFoundLate = isOld && way === "imported first";
      check(t, runLaunch(node, args), isFoundLate ? FOUND_IN_USE : expected);
      t.end();
    });

  t.test(
    `Node ${version}: a copy that no resolution finds is measured from observePool() on, else from its first socket on`,
    needsDatabase,
    (t) => {
      const copy = copyOfPostgres(t);
      check(t, runLaunch(node, ["other-copy.mjs", copy, "observe"]), EXACT);
      if (!isOld) check(t, runLaunch(node, ["other-copy.mjs", copy]), FOUND_IN_USE);
      t.end();
    },
  );

  t.test(
    `Node ${version}: postgres.js in a minified bundle is measured from observePool() on, else from its first socket on`,
    needsDatabase,
    async (t) => {
      const bundle = await bundleOfPostgres(t);
      check(t, runLaunch(node, ["other-copy.mjs", bundle, "observe"]), EXACT);
      if (!isOld) check(t, runLaunch(node, ["other-copy.mjs", bundle]), FOUND_IN_USE);
    },
  );

  t.test(
    `Node ${version}: where V8's inspector is forbidden one warning says so and the app runs`,
    needsDatabase,
    (t) => {
      const flags = ["--permission", "--allow-fs-read=*", "--allow-net", "--allow-addons"];
      const { stdout, stderr } = runLaunch(node, [...permitted(version, flags), "unmeasured.mjs"]);
      t.equal(stdout, "1,2,3\n");
      t.equal(stderr.match(/postgres\.js cannot be measured/g)?.length, 1, stderr);
      t.end();
    },
  );
}

/** `--allow-net` came with Node 25; before, the permission model leaves the network alone. */
function permitted(version: string, flags: readonly string[]): string[] {
  const isNetAsked = Number(version.split(".")[0]) >= 25;
  return flags.filter((flag) => flag !== "--allow-net" || isNetAsked);
}

function check(t: Test, run: ReturnType<typeof runLaunch>, expected: object): void {
  t.equal(run.status, 0, run.stderr);
  t.equal(run.stderr, "", "no warning");
  if (run.status === 0) t.match(JSON.parse(run.stdout), expected);
}

/** The directory of the package. */
function rootOfPostgres(): string {
  const main = createRequire(join(FIXTURES, "x.js")).resolve("postgres");
  return dirname(dirname(dirname(main)));
}

function copyOfPostgres(t: Test): string {
  const directory = t.testdir({ copy: {} });
  cpSync(rootOfPostgres(), join(directory, "copy"), { recursive: true });
  return pathToFileURL(join(directory, "copy", "src", "index.js")).href;
}

async function bundleOfPostgres(t: Test): Promise<string> {
  const outfile = join(t.testdir(), "postgres.mjs");
  await build({
    entryPoints: [join(rootOfPostgres(), "src", "index.js")],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    logLevel: "silent",
  });
  return pathToFileURL(outfile).href;
}

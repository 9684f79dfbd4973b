import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import t, { type Test } from "tap";
import { needsDatabase, serverOptions } from "./database.ts";

const fixture = (name: string) =>
  fileURLToPath(new URL(`../../test/fixtures/bundled/${name}`, import.meta.url));

async function runBundle(t: Test, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const outfile = `${t.testdir()}/app.mjs`;
  await build({
    entryPoints: [fixture("app.mjs")],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    external: ["pg-native"],
    logLevel: "silent",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  const { stdout, stderr, status } = spawnSync(process.execPath, [outfile, ...args], {
    encoding: "utf8",
    timeout: 40_000,
    env: {
      ...process.env,
      PLIMSOLL_TEST_ENTRY: fixture("entry.mjs"),
      PGPORT: String(serverOptions().port),
    },
  });
  t.equal(status, 0, stderr);
  return { stdout, stderr };
}

t.test(
  "a pool inside of a bundle is not found, and one warning says so",
  needsDatabase,
  async (t) => {
    const { stdout, stderr } = await runBundle(t);
    t.equal(stdout, "pools \n");
    const warnings = stderr.split("\n").filter((line) => line.startsWith("plimsoll:"));
    t.equal(warnings.length, 1, stderr);
    t.match(
      warnings[0],
      /app\.mjs has pg inside of it \(a bundle\).* or call observePool\(pool, \{ name \}\)/,
    );
  },
);

t.test(
  "a pool inside of a minified bundle is measured by observePool",
  needsDatabase,
  async (t) => {
    const { stdout, stderr } = await runBundle(t, "observed");
    t.equal(stdout, "pools bundled\n");
    t.notMatch(stderr, /plimsoll/);
  },
);

import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { build, type Format } from "esbuild";
import t, { type Test } from "tap";
import { copyApp, linkPackages } from "./app-folder.ts";
import { freePort, type Run, runApp } from "./run-app.ts";

const DATABASE_URL = process.env["DATABASE_URL"];

interface Bundle {
  readonly format: Format;
  /** What is left out of the bundle. */
  readonly external: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the bundle runs beside the packages that it was made of. @default true */
  readonly hasPackages?: boolean;
}

async function runBundle(t: Test, bundle: Bundle): Promise<Run> {
  const folder = copyApp(t, "bundled");
  linkPackages(folder);
  const script = join(folder, bundle.format === "esm" ? "dist/app.mjs" : "dist/app.cjs");
  await build({
    absWorkingDir: folder,
    entryPoints: ["app.mjs"],
    outfile: script,
    bundle: true,
    minify: true,
    platform: "node",
    format: bundle.format,
    external: ["pg-native", ...bundle.external],
    logLevel: "silent",
    ...(bundle.format === "esm" && { banner: { js: REQUIRE } }),
  });
  const port = String(await freePort());
  return runApp({
    folder,
    script: bundle.hasPackages === false ? moveAway(t, script) : script,
    env: {
      DATABASE_URL: String(DATABASE_URL),
      OTEL_EXPORTER_PROMETHEUS_PORT: port,
      EXPECT_METRICS_PORT: port,
      ...bundle.env,
    },
  });
}

// What esbuild needs of an ES module with CommonJS packages inside of it.
const REQUIRE =
  'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);';

/** Moves a bundle to where no package is found. */
function moveAway(t: Test, script: string): string {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-bundle-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const moved = join(folder, basename(script));
  renameSync(script, moved);
  return moved;
}

const MEASURED =
  /^answer 1\nplimsoll_pool_requests_started_total\{[^}]*pool_name="orders"[^}]*\} 1\n$/;

if (DATABASE_URL === undefined) t.plan(0, "DATABASE_URL is not set: run `npm test`");
else
  for (const format of ["esm", "cjs"] as const) {
    t.test(`an ${format} bundle with pg inside of it is one warning`, async (t) => {
      const run = await runBundle(t, { format, external: ["@plimsoll/node"] });
      t.equal(run.exitCode, 0);
      t.equal(run.stdout, "answer 1\nnot measured\n");
      t.match(
        run.stderr,
        /^plimsoll: .*app\.[cm]js has pg inside of it \(a bundle\).*esbuild --external:pg.* call observePool\(pool, \{ name \}\).*\n$/,
      );
    });

    t.test(`an ${format} bundle is measured by observePool()`, async (t) => {
      const env = { OBSERVE: "1" };
      const run = await runBundle(t, { format, external: ["@plimsoll/node"], env });
      t.same({ exitCode: run.exitCode, stderr: run.stderr }, { exitCode: 0, stderr: "" });
      t.match(run.stdout, MEASURED);
    });

    t.test(`an ${format} bundle that leaves pg out is measured`, async (t) => {
      const run = await runBundle(t, { format, external: ["@plimsoll/node", "pg"] });
      t.same({ exitCode: run.exitCode, stderr: run.stderr }, { exitCode: 0, stderr: "" });
      t.match(run.stdout, MEASURED);
    });

    t.test(`an ${format} bundle with all inside of it is measured by observePool()`, async (t) => {
      const run = await runBundle(t, { format, external: [], env: { OBSERVE: "1" } });
      t.same({ exitCode: run.exitCode, stderr: run.stderr }, { exitCode: 0, stderr: "" });
      t.match(run.stdout, MEASURED);
    });

    t.test(
      `an ${format} bundle with all inside, far from its packages, is one warning`,
      async (t) => {
        const run = await runBundle(t, { format, external: [], hasPackages: false });
        t.equal(run.exitCode, 0);
        t.equal(run.stdout, "answer 1\nnot measured\n");
        t.match(
          run.stderr,
          /^plimsoll: could not start, .* the app is not affected\. .*leave @plimsoll\/node out of the app's bundle .*\n$/,
        );
      },
    );
  }

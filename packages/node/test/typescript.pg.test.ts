import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import t from "tap";
import { copyApp, linkPackages } from "./app-folder.ts";
import { nodeVersions } from "./run-app.ts";
import { runTraced } from "./run-traced.ts";

const PRELOAD = "@plimsoll/node";
const TSX = createRequire(import.meta.url).resolve("tsx/cli");

interface Way {
  readonly name: string;
  /** In the folder of fixtures that has its kind in its package.json. */
  readonly script: string;
  readonly flags: readonly string[];
}

// Node strips types by itself since 22.18; before that a flag asks for it, and it warns.
const needsFlag = (version: string): boolean => version.startsWith("22.15");
const STRIP = ["--experimental-strip-types", "--disable-warning=ExperimentalWarning"];

const BY_NODE: readonly Way[] = [
  { name: "import first in an ES module", script: "typescript/import-first.ts", flags: [] },
  {
    name: "require first in a CommonJS file",
    script: "typescript-commonjs/require-first.ts",
    flags: [],
  },
  {
    name: "--import before an ES module",
    script: "typescript/plain.ts",
    flags: ["--import", PRELOAD],
  },
  {
    name: "--require before a CommonJS file",
    script: "typescript-commonjs/plain.ts",
    flags: ["--require", PRELOAD],
  },
];

const BY_TSX: readonly Way[] = [
  { name: "tsx, import first in an ES module", script: "typescript/import-first.ts", flags: [TSX] },
  {
    name: "tsx, import first in a file that it makes CommonJS of",
    script: "typescript-commonjs/import-compiled.ts",
    flags: [TSX],
  },
  {
    name: "--import tsx --import @plimsoll/node before an ES module",
    script: "typescript/plain.ts",
    flags: ["--import", "tsx", "--import", PRELOAD],
  },
  {
    name: "--import tsx --import @plimsoll/node before a CommonJS file",
    script: "typescript-commonjs/plain.ts",
    flags: ["--import", "tsx", "--import", PRELOAD],
  },
];

if (process.env["DATABASE_URL"] === undefined) t.plan(0, "DATABASE_URL is not set: run `npm test`");
else
  for (const [version, node] of nodeVersions()) {
    const strip = needsFlag(version) ? STRIP : [];
    const ways = [
      ...BY_NODE.map((way) => ({ ...way, flags: [...strip, ...way.flags] })),
      ...BY_TSX,
    ];
    for (const { name, script, flags } of ways)
      t.test(`Node ${version}: ${name} gives spans and pool metrics`, async (t) => {
        const folder = copyApp(t, dirname(script));
        linkPackages(folder);
        await runTraced(t, { node, flags, folder, script: join(folder, basename(script)) });
      });
  }

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const OUT = path.join(HERE, "..", "dist", "web");
const STAMP = path.join(OUT, "built-from.txt");
/** What is served as it is, by its place under dist/web. */
const STATIC = {
  "index.html": "src/index.html",
  "start.js": "src/start.js",
  "plimsoll.svg": "src/plimsoll.svg",
  // Where @grafana/ui 13.2.2 looks for its icons and fonts; of these it brings all but two icons and no font.
  "build/img/icons": "node_modules/@grafana/ui/dist/public/img/icons",
  "build/img/icons/unicons/angle-double-left.svg": "src/icons/angle-double-left.svg",
  "build/img/icons/unicons/sync-slash.svg": "src/icons/sync-slash.svg",
  "fonts/inter/Inter-Regular.woff2":
    "node_modules/@fontsource/inter/files/inter-latin-400-normal.woff2",
  "fonts/inter/Inter-Italic.woff2":
    "node_modules/@fontsource/inter/files/inter-latin-400-italic.woff2",
  "fonts/inter/Inter-Medium.woff2":
    "node_modules/@fontsource/inter/files/inter-latin-500-normal.woff2",
  "fonts/inter/Inter-MediumItalic.woff2":
    "node_modules/@fontsource/inter/files/inter-latin-500-italic.woff2",
  "fonts/roboto/L0xTDF4xlVMF-BfR8bXMIhJHg45mwgGEFl0_3vrtSM1J-gEPT5Ese6hmHSh0mQ.woff2":
    "node_modules/@fontsource/roboto-mono/files/roboto-mono-latin-400-normal.woff2",
};

/** What the page is built from, in one word. Another word: the page is old. */
function sourceHash() {
  const hash = createHash("sha256");
  const sources = readdirSync(path.join(HERE, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  const files = [...sources, "build.js", "package-lock.json"].map((file) =>
    path.resolve(HERE, file),
  );
  // oxlint-disable-next-line unicorn/no-array-sort, typescript/require-array-sort-compare -- Node 18 has no toSorted
  for (const file of files.sort()) {
    hash
      .update(`${path.relative(HERE, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  }
  return hash.digest("hex");
}

/** True when the last finished install was of this lock file: npm keeps a copy of it. */
function hasPackages() {
  const installed = path.join(HERE, "node_modules", ".built-for-lock");
  const lock = path.join(HERE, "package-lock.json");
  return existsSync(installed) && readFileSync(installed, "utf8") === readFileSync(lock, "utf8");
}

function installPackages() {
  // No install script is needed: esbuild's binary is a package of its own.
  const flags = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const ended = spawnSync("npm", flags, { cwd: HERE, encoding: "utf8" });
  if (ended.status !== 0) {
    throw new Error(`npm ci: failed. Check the network and npm's registry.\n${ended.stderr}`);
  }
  cpSync(path.join(HERE, "package-lock.json"), path.join(HERE, "node_modules", ".built-for-lock"));
}

async function bundle() {
  const { build } = createRequire(path.join(HERE, "package.json"))("esbuild");
  await build({
    absWorkingDir: HERE,
    entryPoints: { page: "src/page.tsx" },
    outdir: OUT,
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    target: "es2022",
    jsx: "automatic",
    legalComments: "linked",
    chunkNames: "chunks/[name]-[hash]",
    alias: { "monaco-editor": "./src/no-editor.ts" },
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    logLevel: "warning",
  });
}

/**
 * Builds the page into `dist/web`, unless it is there and made of these very sources. With `--check` it only tells: exit code 1
 * when there is something to build.
 */
async function main() {
  const hash = sourceHash();
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === hash) return;
  if (process.argv.includes("--check")) {
    process.exitCode = 1;
    return;
  }
  if (!hasPackages()) installPackages();
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  await bundle();
  for (const [to, from] of Object.entries(STATIC)) {
    cpSync(path.join(HERE, from), path.join(OUT, to), { recursive: true });
  }
  writeFileSync(STAMP, hash);
}

await main();

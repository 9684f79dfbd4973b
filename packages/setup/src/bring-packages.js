import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { lastLines, runProgram } from "./run-program.js";
import { SetupError } from "./setup-error.js";

/**
 * Installs the workspace's packages as the lockfile says, builds tap with the plugins of `.taprc`,
 * and compiles all packages. Skips what is there; the compiler itself skips what is unchanged.
 *
 * @param {import("./context.js").Context} context
 */
export async function bringPackages(context) {
  const { layout, report } = context;
  if (hasPackages(layout.root)) report.there("packages");
  else {
    const args = ["install", "--frozen-lockfile"];
    await runStep(context, "packages from pnpm-lock.yaml", path.join(layout.bin, "pnpm"), args);
  }
  if (hasTap(layout.root)) report.there("tap");
  else {
    for (const folder of tapBuilds(layout.root)) unlinkFromStore(folder);
    await runStep(context, "tap with the plugins of .taprc", localBin(layout, "tap"), ["build"]);
  }
  report.flush();
  await runStep(context, "compile", localBin(layout, "tsc"), ["-b", "packages"]);
}

/**
 * A command that the root's devDependencies bring.
 *
 * @param {import("./layout.js").Layout} layout
 * @param {string} name
 */
export function localBin(layout, name) {
  return path.join(layout.root, "node_modules", ".bin", name);
}

/**
 * True when the last finished install was of this very lockfile: pnpm keeps a copy of it.
 *
 * @param {string} root
 */
function hasPackages(root) {
  try {
    const installed = readFileSync(path.join(root, "node_modules", ".pnpm", "lock.yaml"), "utf8");
    return (
      existsSync(path.join(root, "node_modules", ".modules.yaml")) &&
      installed === readFileSync(path.join(root, "pnpm-lock.yaml"), "utf8")
    );
  } catch {
    return false;
  }
}

/**
 * True when tap was built without its TypeScript plugin, which crashes with TypeScript 7
 * (STYLE.md 2.9). tap 21 keeps its build inside the package `@tapjs/test`, so that a new install
 * brings back the one with every default plugin.
 *
 * @param {string} root
 */
function hasTap(root) {
  if (!existsSync(path.join(root, ".tap", "plugins", "node_modules"))) return false;
  const entries = tapBuilds(root).flatMap((folder) =>
    ["esm", "commonjs"].map((kind) => path.join(folder, "dist", kind, "index.js")),
  );
  return (
    entries.length > 0 &&
    entries.every(
      (file) => existsSync(file) && !readFileSync(file, "utf8").includes("@tapjs/typescript"),
    )
  );
}

/**
 * The folders that `tap build` writes to.
 *
 * @param {string} root
 */
function tapBuilds(root) {
  const store = path.join(root, "node_modules", ".pnpm");
  return readdirSync(store)
    .filter((name) => name.startsWith("@tapjs+test@"))
    .map((name) => path.join(store, name, "node_modules/@tapjs/test/test-built"))
    .filter((folder) => existsSync(folder));
}

/**
 * Makes a folder's files our own. pnpm's are hard links to its store, and `tap build` writes into
 * them in place: that would change tap for every other working copy on this machine.
 *
 * @param {string} folder
 */
function unlinkFromStore(folder) {
  const copy = `${folder}.${process.pid}`;
  const linked = `${folder}.linked.${process.pid}`;
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
  renameSync(folder, linked);
  renameSync(copy, folder);
  rmSync(linked, { recursive: true, force: true });
}

/**
 * @param {import("./context.js").Context} context
 * @param {string} name
 * @param {string} file
 * @param {string[]} args
 */
async function runStep({ layout, report, ownEnv }, name, file, args) {
  await report.step(name, async () => {
    // CI=true: pnpm must not ask whether it may replace a node_modules of another shape.
    const env = { ...ownEnv, CI: "true" };
    const ended = await runProgram(file, args, { cwd: layout.root, env });
    if (ended.code === 0) return;
    throw new SetupError(
      "PLIMSOLL_STEP_FAILED",
      `${name}: \`${path.basename(file)} ${args.join(" ")}\` failed with exit code ${ended.code}.\n` +
        lastLines(ended.output, 40),
    );
  });
}

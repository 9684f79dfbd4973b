import { readdirSync } from "node:fs";
import path from "node:path";
import { findExecutable, isExecutable } from "./find-executable.js";
import { linkedTool, linkTool } from "./link-tool.js";
import { installNpmPackage } from "./npm-package.js";
import { runProgram } from "./run-program.js";
import { SetupError } from "./setup-error.js";
import { isAtLeast } from "./version.js";

const PNPM = "12.21.0";

/**
 * Sees to it that `.plimsoll/bin/pnpm` is pnpm 12 or newer: the PATH's, else npm's.
 *
 * @param {import("./context.js").Context} context
 * @returns {Promise<string>} absolute path
 */
export async function bringPnpm(context) {
  const { layout, report, env } = context;
  const linked = linkedTool(layout.bin, "pnpm");
  if (linked !== undefined) {
    report.there("pnpm");
    return linked;
  }
  const found = findExecutable(["pnpm"], context.folders);
  if (found !== undefined && (await isNewEnough(found, env))) {
    report.there("pnpm");
    linkTool(layout.bin, "pnpm", found);
    return found;
  }
  const prefix = path.join(layout.tools, `pnpm-${PNPM}`);
  const binary = await report.step(`pnpm ${PNPM} from npm`, async () => {
    await installNpmPackage({ prefix, specs: [`pnpm@${PNPM}`], env });
    return nativeBinary(prefix);
  });
  if (binary === undefined || !(await isNewEnough(binary, env))) throw cannotBring();
  linkTool(layout.bin, "pnpm", binary);
  return binary;
}

/**
 * The platform's binary, which npm brings as an optional dependency. pnpm's own launcher would
 * fetch it once more when install scripts were blocked.
 *
 * @param {string} prefix
 */
function nativeBinary(prefix) {
  const scope = path.join(prefix, "node_modules", "@pnpm");
  /** @type {string[]} */
  let names = [];
  try {
    names = readdirSync(scope).filter((name) => name.startsWith("exe."));
  } catch {
    return undefined;
  }
  return names.map((name) => path.join(scope, name, "pnpm")).find(isExecutable);
}

/**
 * @param {string} file
 * @param {NodeJS.ProcessEnv} env
 */
async function isNewEnough(file, env) {
  // Corepack's stand-in for pnpm would ask before it downloads one, and wait for an answer.
  const quiet = { ...env, COREPACK_ENABLE_DOWNLOAD_PROMPT: "0" };
  const ended = await runProgram(file, ["--version"], { env: quiet, timeout: 20_000 });
  return ended.code === 0 && isAtLeast(ended.output, "12.0.0");
}

function cannotBring() {
  return new SetupError(
    "PLIMSOLL_TOOL_MISSING",
    `pnpm: npm's pnpm ${PNPM} has no binary that runs on ${process.platform}-${process.arch}. ` +
      `Put pnpm 12 or newer on the PATH and run this again.`,
  );
}

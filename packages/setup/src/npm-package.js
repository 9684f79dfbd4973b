import { mkdirSync } from "node:fs";
import { lastLines, runProgram } from "./run-program.js";
import { SetupError } from "./setup-error.js";

/**
 * Installs the first of `specs` that the registry has into a folder of its own, without install
 * scripts (npm >= 11 blocks them by default, and none of what we bring needs one).
 *
 * @param {{ prefix: string, specs: string[], env: NodeJS.ProcessEnv }} wanted `specs` such as
 *   "pnpm@12.21.0", in order of preference
 * @returns {Promise<string | undefined>} the spec that was installed; undefined when the registry
 *   has none of them
 * @throws {SetupError} when npm fails for another reason
 */
export async function installNpmPackage({ prefix, specs, env }) {
  mkdirSync(prefix, { recursive: true });
  const flags = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  for (const spec of specs) {
    const ended = await runProgram("npm", ["install", "--prefix", prefix, ...flags, spec], { env });
    if (ended.code === 0) return spec;
    if (!/\b(E404|ETARGET|EBADPLATFORM)\b/.test(ended.output)) {
      throw new SetupError(
        "PLIMSOLL_STEP_FAILED",
        `npm install ${spec}: failed with exit code ${ended.code}. ` +
          `Check the network and npm's registry.\n${lastLines(ended.output)}`,
      );
    }
  }
  return undefined;
}

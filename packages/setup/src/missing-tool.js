import { SetupError } from "./setup-error.js";

/**
 * The error of a tool that cannot be had here, with the one command that helps.
 *
 * @param {import("./tools.js").Tool} tool
 * @param {string[]} tried what was found or tried, in order
 * @param {string} [platform]
 * @param {string} [arch]
 */
export function missingTool(tool, tried, platform = process.platform, arch = process.arch) {
  return new SetupError(
    "PLIMSOLL_TOOL_MISSING",
    `${tool.name}: ${tool.minimum} or newer is not on the PATH and cannot be brought ` +
      `(${tried.join("; ")}). Run this, then the same command again:\n` +
      `    ${helpingCommand(tool, platform, arch)}`,
  );
}

/**
 * @param {import("./tools.js").Tool} tool
 * @param {string} platform
 * @param {string} arch
 */
function helpingCommand(tool, platform, arch) {
  if (platform === "darwin") return `brew install ${tool.brew}`;
  if (tool.go === undefined) return `sudo apt-get install ${tool.debian}`;
  // We look for Go in /usr/local/go/bin too, so that no PATH needs a change after this.
  const goArch = arch === "arm64" ? "arm64" : "amd64";
  return `curl -fsSL https://go.dev/dl/go1.26.0.linux-${goArch}.tar.gz | sudo tar -C /usr/local -xz`;
}

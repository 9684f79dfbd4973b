import path from "node:path";
import { installDebianPackage } from "./debian-package.js";
import { findExecutable } from "./find-executable.js";
import { findGo, goInstall } from "./go-install.js";
import { linkedTool, linkTool } from "./link-tool.js";
import { missingTool } from "./missing-tool.js";
import { runProgram } from "./run-program.js";
import { isAtLeast, parseVersion } from "./version.js";

/**
 * Sees to it that `.plimsoll/bin/<name>` is there and new enough. Order: the link of an earlier
 * run, the PATH, what Go built earlier, Debian's package, `go install`.
 *
 * @param {import("./context.js").Context} context
 * @param {import("./tools.js").Tool} tool
 * @returns {Promise<string>} absolute path of the binary
 * @throws {SetupError} `PLIMSOLL_TOOL_MISSING` when no way leads to it
 */
export async function bringTool(context, tool) {
  const { layout, machine, report, folders } = context;
  const linked = linkedTool(layout.bin, tool.name);
  if (linked !== undefined) {
    report.there(tool.name);
    return linked;
  }
  /** @type {string[]} */
  const tried = [];
  const go = findGo(context);
  const built = [layout.goBin, ...(go === undefined ? [] : [await go.binFolder(context.env)])];
  const ready = await usable(context, tool, [...folders, ...built], tried);
  if (ready !== undefined) {
    report.there(tool.name);
    linkTool(layout.bin, tool.name, ready);
    return ready;
  }
  if (await installDebianPackage(context, tool, tried)) {
    // Debian's folder need not be on the caller's PATH.
    const installed = await usable(context, tool, [machine.debianFolder], tried);
    if (installed !== undefined) return linkBrought(context, tool, installed);
  }
  if (tool.go === undefined) throw missingTool(tool, tried);
  if (go === undefined) throw missingTool(tool, [...tried, "Go is not installed"]);
  await goInstall(context, go, tool);
  const compiled = await usable(context, tool, [layout.goBin], tried);
  if (compiled === undefined) throw missingTool(tool, tried);
  return linkBrought(context, tool, compiled);
}

/**
 * @param {import("./context.js").Context} context
 * @param {import("./tools.js").Tool} tool
 * @param {string} file
 */
function linkBrought({ layout }, tool, file) {
  linkTool(layout.bin, tool.name, file);
  return file;
}

/**
 * The first executable of the tool's names that is new enough; older ones are noted in `tried`.
 *
 * @param {import("./context.js").Context} context
 * @param {import("./tools.js").Tool} tool
 * @param {string[]} folders
 * @param {string[]} tried
 */
async function usable({ env }, tool, folders, tried) {
  for (const folder of folders) {
    const file = findExecutable(tool.binaries, [folder]);
    if (file === undefined) continue;
    const { code, output } = await runProgram(file, tool.versionArgs, { env, timeout: 20_000 });
    // Prometheus built by `go install` does not know its own version: prints none, and is ours.
    const firstLine = output.trim().split("\n", 1)[0] ?? "";
    const version = parseVersion(firstLine.replace(/\(.*/, ""));
    const isFine = version === undefined || isAtLeast(version.join("."), tool.minimum);
    if (code === 0 && isFine) return file;
    const why = code === 0 ? `is ${version?.join(".")}` : "does not run";
    const note = `${path.join(folder, path.basename(file))} ${why}`;
    if (!tried.includes(note)) tried.push(note);
  }
  return undefined;
}

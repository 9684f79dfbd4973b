import { existsSync } from "node:fs";
import { findExecutable } from "./find-executable.js";
import { holdServices } from "./hold-services.js";
import { lastLines, runProgram } from "./run-program.js";
import { isAtLeast } from "./version.js";

/**
 * Installs a tool's package by apt-get where that can be done without a question: as root, or by a
 * `sudo` that asks for no password. The package's own services are kept from starting.
 *
 * @param {import("./context.js").Context} context
 * @param {import("./tools.js").Tool} tool
 * @param {string[]} tried gains the reason when it cannot be done
 * @returns {Promise<boolean>} true when the package is installed now
 */
export async function installDebianPackage(context, tool, tried) {
  const { machine, report, env, folders } = context;
  if (tool.debian === undefined) return false;
  const apt = findExecutable(["apt-get"], folders);
  if (apt === undefined) return note(tried, "no apt-get");
  const asRoot = await rootPrefix(context);
  if (asRoot === undefined) return note(tried, "apt-get needs root, and sudo asks for a password");
  const run = (/** @type {string[]} */ ...args) => runAsRoot(asRoot, [apt, ...args], env);

  let candidate = await candidateVersion(tool.debian, env);
  if (candidate === undefined) {
    await report.step("apt-get update", () => run("-qq", "update"));
    candidate = await candidateVersion(tool.debian, env);
  }
  if (candidate === undefined) return note(tried, `apt has no package ${tool.debian}`);
  if (!isAtLeast(candidate, tool.minimum)) {
    return note(tried, `apt's ${tool.debian} is ${candidate}`);
  }

  const ended = await report.step(`${tool.debian} ${candidate} by apt-get`, async () => {
    const release = holdServices(machine.servicePolicy, asRoot);
    try {
      return await install(run, tool.debian ?? "");
    } finally {
      release();
    }
  });
  if (ended.code !== 0) {
    report.line(`apt-get install ${tool.debian}: failed\n${lastLines(ended.output, 5)}`);
    return note(tried, `apt-get install ${tool.debian} failed`);
  }
  if (existsSync("/run/systemd/system")) {
    report.line(`${tool.debian}: its own service was not started and is never used by Plimsoll`);
  }
  return true;
}

/**
 * @param {(...args: string[]) => Promise<import("./run-program.js").Ended>} run apt-get as root
 * @param {string} name
 */
async function install(run, name) {
  const flags = ["-y", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=60"];
  const ended = await run(...flags, "install", name);
  if (ended.code === 0) return ended;
  // Old package lists name files that the mirror no longer has.
  await run("-qq", "update");
  return run(...flags, "install", name);
}

/**
 * What to put before a command to run it as root: nothing when we are, `sudo -n` when that works.
 *
 * @param {import("./context.js").Context} context
 * @returns {Promise<string[] | undefined>}
 */
async function rootPrefix({ machine, env, folders }) {
  if (machine.isRoot) return [];
  const sudo = findExecutable(["sudo"], folders);
  if (sudo === undefined) return undefined;
  const ended = await runProgram(sudo, ["-n", "true"], { env });
  return ended.code === 0 ? [sudo, "-n"] : undefined;
}

/**
 * @param {string[]} asRoot
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 */
function runAsRoot(asRoot, command, env) {
  // RUNLEVEL=1: the start scripts' own idea of "single user, start nothing", a second guard.
  const settings = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "LC_ALL=C"];
  const [file = "env", ...args] = [...asRoot, ...settings, ...command];
  return runProgram(file, args, { env });
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 */
async function candidateVersion(name, env) {
  const ended = await runProgram("apt-cache", ["policy", name], { env: { ...env, LC_ALL: "C" } });
  return /Candidate: (\d\S*)/.exec(ended.output)?.[1];
}

/**
 * @param {string[]} tried
 * @param {string} reason
 * @returns {false}
 */
function note(tried, reason) {
  if (!tried.includes(reason)) tried.push(reason);
  return false;
}

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { SetupError } from "./setup-error.js";

/**
 * Removes the lock file of a server that is gone. PostgreSQL does so itself unless another process
 * has got the old one's id meanwhile; then it would refuse to start.
 *
 * @param {string} dataDir
 * @throws {SetupError} when a server runs on this folder
 */
export function clearStaleLock(dataDir) {
  const pid = runningServer(dataDir);
  if (pid === undefined) {
    rmSync(lockFile(dataDir), { force: true });
    return;
  }
  throw new SetupError(
    "PLIMSOLL_POSTGRES_FAILED",
    `PostgreSQL: process ${pid} runs a server on ${dataDir} already. ` +
      `Stop it (kill -INT ${pid}) or name another folder.`,
  );
}

/**
 * Process id of the server that runs on a data folder; undefined when none does.
 *
 * @param {string} dataDir
 * @returns {number | undefined}
 */
export function runningServer(dataDir) {
  const file = lockFile(dataDir);
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, "utf8").split("\n", 1)[0]);
  const command = commandOf(pid);
  return command?.includes("postgres") && command.includes(dataDir) ? pid : undefined;
}

/** @param {string} dataDir */
function lockFile(dataDir) {
  return path.join(dataDir, "postmaster.pid");
}

/**
 * The command line of a process; undefined when there is no such process.
 *
 * @param {number} pid
 */
function commandOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (existsSync("/proc/self/cmdline")) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    } catch {
      return undefined;
    }
  }
  const { status, stdout } = spawnSync("ps", ["-o", "command=", "-p", String(pid)]);
  return status === 0 ? stdout.toString() : undefined;
}

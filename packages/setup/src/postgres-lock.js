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
  const file = path.join(dataDir, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8").split("\n", 1)[0]);
  const command = commandOf(pid);
  if (command === undefined || !command.includes("postgres") || !command.includes(dataDir)) {
    rmSync(file);
    return;
  }
  throw new SetupError(
    "PLIMSOLL_POSTGRES_FAILED",
    `PostgreSQL: process ${pid} runs a server on ${dataDir} already. ` +
      `Stop it (kill -INT ${pid}) or name another folder.`,
  );
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

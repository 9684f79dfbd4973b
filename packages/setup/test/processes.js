import { spawnSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";

/**
 * Ids of the processes that a process has started and that live.
 *
 * @param {number} pid
 * @returns {number[]}
 */
export function childrenOf(pid) {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child = 0]) => child);
}

/**
 * Waits until none of the processes lives, at most 10 s.
 *
 * @param {number[]} pids
 * @returns {Promise<boolean>} false when one still lived then
 */
export function allGone(pids) {
  return becomes(() => !pids.some(isAlive));
}

/**
 * Waits until `ask` gives true, at most 10 s.
 *
 * @param {() => boolean | Promise<boolean>} ask
 * @returns {Promise<boolean>} false when it still gave false then
 */
export async function becomes(ask) {
  const end = Date.now() + 10_000;
  while (Date.now() < end) {
    if (await ask()) return true;
    await wait(20);
  }
  return false;
}

/**
 * False for one that has ended and that nobody has asked about yet (state Z): a container's first
 * process may take its time.
 *
 * @param {number} pid
 */
function isAlive(pid) {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}

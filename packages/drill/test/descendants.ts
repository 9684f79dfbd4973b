import { execFileSync, spawnSync } from "node:child_process";
import { isAlive } from "../src/stack/kill-group.ts";

/** Process ids of everything that `pid` started, itself and what they started included. */
export function descendants(pid: number): number[] {
  const pairs = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const parent of found) {
    for (const [child, of] of pairs) if (of === parent && child) found.push(child);
  }
  return found;
}

/** Those of `pids` that are still there after `seconds`; returns as soon as none is. */
export async function survivors(pids: readonly number[], seconds: number): Promise<number[]> {
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until && pids.some(isAlive)) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return pids.filter(isAlive);
}

/** The command line of a process; empty when it is gone. */
export function commandOf(pid: number): string {
  const { stdout } = spawnSync("ps", ["-p", String(pid), "-o", "args="], { encoding: "utf8" });
  return stdout.trim();
}

import { execFileSync } from "node:child_process";
import { isAlive } from "../stack/kill-group.ts";

/**
 * The fault `db-stop`: PostgreSQL stands still as a whole, as behind a network that drops every packet. Connections stay open and
 * nobody answers; new ones are taken by the kernel and get no answer either.
 *
 * @param pid of the server (the postmaster)
 * @returns a function that lets it go on; may be called twice. It must be called before the server is asked to stop.
 */
export function freezeDatabase(pid: number): () => void {
  process.kill(pid, "SIGSTOP");
  // The server first: from here on it starts no process that could be missed.
  const frozen = [pid, ...childrenOf(pid)];
  for (const child of frozen) signal(child, "SIGSTOP");
  let isThawed = false;
  return () => {
    if (isThawed) return;
    isThawed = true;
    for (const child of frozen.toReversed()) signal(child, "SIGCONT");
  };
}

function childrenOf(pid: number): number[] {
  const pairs = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  return pairs
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child = 0, parent]) => (parent === pid && child > 0 ? [child] : []));
}

/** A backend may end by itself meanwhile. */
function signal(pid: number, name: NodeJS.Signals): void {
  if (isAlive(pid)) process.kill(pid, name);
}

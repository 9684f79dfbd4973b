// Outlives the drill to end what it started, should the drill be killed without a chance to do that itself.
// Input: a line "+ID" for each process group that starts, "-ID" for each that has ended. The end of input is the end of the drill.
import { setTimeout as delay } from "node:timers/promises";
import { createInterface } from "node:readline";
import { killGroup } from "./kill-group.ts";

const PATIENCE_MS = 5000; // Prometheus writes its head block at SIGTERM, in well under a second here.
const POLL_MS = 100;

async function main(): Promise<void> {
  const groups = new Set<number>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
  for await (const line of createInterface({ input: process.stdin })) {
    const id = Number(line.slice(1));
    // 0 and 1 would mean our own group and every process.
    if (!Number.isInteger(id) || id < 2) continue;
    if (line.startsWith("+")) groups.add(id);
    else groups.delete(id);
  }
  const left = [...groups].filter((id) => killGroup(id, "SIGTERM"));
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until && left.some((id) => killGroup(id, "SIGCONT"))) await delay(POLL_MS);
  for (const id of left) killGroup(id, "SIGKILL");
}

void main();

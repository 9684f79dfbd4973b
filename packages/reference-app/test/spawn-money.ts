import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Test } from "tap";
import { MAIN } from "../src/index.ts";

/** Money as a process of its own. */
export interface SpawnedMoney {
  process: ChildProcess;
  /** The first line on stdout, or undefined when it ended without one. */
  firstLine: Promise<string | undefined>;
  stdout: () => string;
  stderr: () => string;
  exitCode: Promise<number | null>;
}

/** Runs the entry with these variables and nothing of this process's own settings; killed after the test. */
export function spawnMoney(t: Test, env: Record<string, string>): SpawnedMoney {
  const child = spawn(process.execPath, [fileURLToPath(MAIN)], {
    env: {
      PATH: process.env["PATH"] ?? "",
      OTEL_EXPORTER_PROMETHEUS_PORT: "0",
      PORT: "0",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  t.teardown(() => child.kill("SIGKILL"));
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  const lines = createInterface(child.stdout);
  const firstLine = Promise.race([
    once(lines, "line").then(([line]: string[]) => line),
    once(child, "close").then(() => undefined),
  ]);
  const exitCode = once(child, "close").then(([code]: (number | null)[]) => code ?? null);
  return { process: child, firstLine, stdout: () => stdout, stderr: () => stderr, exitCode };
}

/** The base URL that "money listening on URL" tells. */
export async function urlOf(money: SpawnedMoney): Promise<string> {
  const line = await money.firstLine;
  const url = /^money listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line ?? "")?.[1];
  if (!url) throw new Error(`Money did not start: ${line} ${money.stderr()}`);
  return url;
}

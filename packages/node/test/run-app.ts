import { CONFIG_RULES } from "@plimsoll/pool-observer";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The fixtures are not compiled: they stay in the package's own test folder. */
export const FIXTURES: string = fileURLToPath(new URL("../../test/fixtures/", import.meta.url));

export interface Run {
  readonly exitCode: number | null;
  /** What killed it, if a signal did. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface App {
  /** The Node binary. @default the running one */
  readonly node?: string;
  /** The working directory, from which `--import` resolves. @default the fixtures' */
  readonly folder?: string;
  /** Arguments before the script, such as `--import @plimsoll/node`. */
  readonly flags?: readonly string[];
  /** A fixture, or a file by its full path. */
  readonly script: string;
  readonly env?: Readonly<Record<string, string>>;
  /** After so long it is killed. @default 30 */
  readonly limitSeconds?: number;
}

// A fixture's pool is as small as its question; on a busy machine it lives for long enough for its settings to be spoken of.
const QUIET = CONFIG_RULES.map(({ rule }) => rule).join();

/** Runs a fixture to its end, with nothing of this process' OTEL_ settings. Killed after 30 s. */
export async function runApp(app: App): Promise<Run> {
  const { child, run } = startApp(app);
  child.stdin.end();
  return run;
}

/** Starts a fixture, with nothing of this process' OTEL_ settings. Killed after its limit. */
export function startApp({
  node = process.execPath,
  folder = FIXTURES,
  flags = [],
  script,
  env = {},
  limitSeconds = 30,
}: App): {
  readonly child: ChildProcessWithoutNullStreams;
  readonly run: Promise<Run>;
} {
  // tap adds loader hooks of its own to NODE_OPTIONS of every child, and Node 22 cannot --require an ES module beside those.
  const child = spawn("env", ["-u", "NODE_OPTIONS", node, ...flags, resolve(FIXTURES, script)], {
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      OTEL_EXPORTER_PROMETHEUS_PORT: "0",
      PLIMSOLL_IGNORED_FINDINGS: QUIET,
      ...env,
    },
    timeout: limitSeconds * 1000,
    killSignal: "SIGKILL",
  });
  return { child, run: toEnd(child) };
}

async function toEnd(child: ChildProcessWithoutNullStreams): Promise<Run> {
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  const [exitCode, signal] = (await once(child, "close")) as [number | null, Run["signal"]];
  return { exitCode, signal, ...output };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** The Node versions to try: those that the test runner brought, else the running one. */
export function nodeVersions(): [version: string, binary: string][] {
  const matrix = process.env["PLIMSOLL_NODE_MATRIX"];
  if (matrix === undefined) return [[process.versions.node, process.execPath]];
  return Object.entries(JSON.parse(matrix) as Record<string, string>);
}

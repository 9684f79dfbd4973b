import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { basename } from "node:path";
import { DrillError } from "../drill-error.ts";
import { within } from "../within.ts";
import { killGroup } from "./kill-group.ts";
import { LastLines } from "./last-lines.ts";

/** A program to start. */
export interface ChildSpec {
  /** What messages call it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly cwd?: string;
  /** The signal that asks it to end. @default SIGTERM */
  readonly stopSignal?: NodeJS.Signals;
  readonly stopSeconds?: number;
}

/** A running program, alone in a process group of its own. */
export interface Child {
  readonly name: string;
  /** Process id and group id. */
  readonly pid: number;
  /** Resolves with `code 1` or `signal SIGKILL` when it has ended. */
  readonly ended: Promise<string>;
  /** How it ended; undefined while it runs. */
  endedBy(): string | undefined;
  /** The end of its output, and where the rest is. */
  lastOutput(): string;
  /** Asks it to end, then forces it; resolves when the whole group is gone. */
  stop(): Promise<void>;
}

const STOP_SECONDS = 5;

/**
 * Starts a program; its output goes to `logFile`.
 * @throws DrillError `PLIMSOLL_TOOL_MISSING` when the program is not on the PATH.
 */
export async function startChild(spec: ChildSpec): Promise<Child> {
  const output = new LastLines();
  // Its own session: a terminal's Ctrl-C reaches us only, and we stop our children in order.
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  keepOutput(child, spec.logFile, output);
  const ended = once(child, "exit").then(([code, signal]) =>
    signal ? `signal ${signal}` : `code ${code}`,
  );
  // A program that cannot be started has no exit: the error below tells of it.
  ended.catch(() => {});
  let endedBy: string | undefined;
  void ended.then(
    (how) => (endedBy = how),
    () => {},
  );
  await once(child, "spawn").catch((error: unknown) => throwNotStarted(spec, error));
  const pid = child.pid ?? 0;
  return {
    name: spec.name,
    pid,
    ended,
    endedBy: () => endedBy,
    lastOutput: () => `Its last lines (all of them: ${spec.logFile}):\n${output.indented()}`,
    async stop(): Promise<void> {
      if (endedBy === undefined) {
        killGroup(pid, spec.stopSignal ?? "SIGTERM");
        const isGone = await within(spec.stopSeconds ?? STOP_SECONDS, ended);
        if (!isGone) killGroup(pid, "SIGKILL");
        await ended;
      }
      // What it may have started itself.
      killGroup(pid, "SIGKILL");
    },
  };
}

function keepOutput(child: ChildProcess, logFile: string, output: LastLines): void {
  const log = createWriteStream(logFile, { flags: "a" });
  log.on("error", () => {}); // A full disk must not end the drill; the last lines are kept in memory.
  let open = 2;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8");
    stream?.on("data", (text: string) => {
      output.add(text);
      log.write(text);
    });
    stream?.on("close", () => {
      open -= 1;
      if (open === 0) log.end();
    });
  }
}

function throwNotStarted({ name, command }: ChildSpec, error: unknown): never {
  const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
  if (isMissing) {
    throw new DrillError(
      "PLIMSOLL_TOOL_MISSING",
      `${name}: no program ${JSON.stringify(basename(command))} on the PATH. \`npm run demo\` brings it.`,
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  throw new DrillError("PLIMSOLL_START_FAILED", `${name}: could not be started: ${reason}.`);
}

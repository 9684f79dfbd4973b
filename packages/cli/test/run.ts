import type { ExitCode } from "../src/command.ts";
import { runCli } from "../src/run-cli.ts";

/** What a run of the command printed, and how it ended. */
export interface Run {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs `plimsoll …argv` in this process. */
export async function run(...argv: readonly string[]): Promise<Run> {
  let out = "";
  let err = "";
  const code = await runCli(argv, {
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { code, out, err };
}

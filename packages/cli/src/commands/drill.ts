import type { Command, ExitCode, Output } from "../command.ts";
import { UsageError } from "../usage-error.ts";

/** Drills need the working copy: the reference app, the k6 scripts, PostgreSQL. The published command says so. */
const NOT_HERE = `plimsoll drill: runs in a working copy of Plimsoll only. In one: npm run drill -- --help
`;

const HELP = `Usage: plimsoll drill [SCENARIO…|--short|--all] [--runs N] [--lanes N] [--json FILE] [--resume]

Breaks a real stack (PostgreSQL, the app "Money", Prometheus, Alertmanager, k6) in real time, and measures when the
page came, when users were harmed, and whether the cause was named. Runs in a working copy of Plimsoll only:
npm run drill -- … brings what is missing and is the same command.

  SCENARIO      names of scenarios; --list tells them
  --short       three faults and a control: about 5 minutes
  --all         every scenario: about 50 minutes on 2 cores
  --runs N      makes each N times (default: 1); the report has medians and the worst
  --lanes N     stacks at a time (default: three times the cores)
  --json FILE   writes every run, and the sums, as JSON
  --resume      goes on with the last campaign: runs that are done are not made again
  --out DIR     folder for the reports and the kept runs (default: .plimsoll)
  --list        prints the scenarios and ends
  --help        prints this

Writes .plimsoll/report.html and .plimsoll/report.md.

Exit: 0 every run passed, 1 one did not, 2 wrong use or a missing tool.
`;

/** `plimsoll drill`: a face of `@plimsoll/drill`, which is not published. */
export const drill: Command = {
  name: "drill",
  summary: "break a real stack on purpose, and measure when the page comes (working copy only)",
  help: HELP,
  run: runDrillCommand,
};

async function runDrillCommand(argv: readonly string[], output: Output): Promise<ExitCode> {
  const drills = await loadDrills();
  if (drills === undefined) {
    output.err(NOT_HERE);
    return 2;
  }
  const abort = new AbortController();
  const interruption = drills.abortOnSignals(abort);
  try {
    const options = drills.readDrillOptions(argv);
    const write = (text: string): void => output.out(text);
    const isPassed = await drills.runDrill(options, { ...screenOf(), write }, abort);
    return isPassed ? 0 : 1;
  } catch (error) {
    if (!drills.isOwnError(error)) throw error;
    if (error.code === "PLIMSOLL_WRONG_USE") throw new UsageError(error.message);
    output.err(`plimsoll drill: ${error.message}\n`);
    return interruption.exitCode() ?? (error.code === "PLIMSOLL_TOOL_MISSING" ? 2 : 1);
  }
}

/** Undefined where there is none: in the published command. Whatever else keeps it from loading is thrown. */
async function loadDrills(): Promise<typeof import("@plimsoll/drill") | undefined> {
  try {
    return await import("@plimsoll/drill");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return error.code === "ERR_MODULE_NOT_FOUND" && error.message.includes("'@plimsoll/drill'");
}

function screenOf(): { isTTY: boolean; columns: number } {
  return { isTTY: process.stdout.isTTY, columns: process.stdout.columns };
}

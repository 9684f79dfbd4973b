// `npm run demo`: see src/demo/options.ts for its usage.
import { abortOnSignals } from "./demo/interruption.ts";
import { readOptions, USAGE } from "./demo/options.ts";
import { runDemo } from "./demo/run-demo.ts";
import { createScreen } from "./demo/screen.ts";
import { isOwnError } from "./drill-error.ts";

async function main(args: readonly string[]): Promise<void> {
  const abort = new AbortController();
  const interruption = abortOnSignals(abort);
  const screen = createScreen(process.stdout);
  // Whoever reads our output may stop before we do (`| head`); what we started is stopped all the same.
  process.stdout.on("error", () => {});
  try {
    const options = readOptions(args);
    if (options.help) screen.print(USAGE);
    else process.exitCode = await runDemo(options, screen, abort, interruption);
  } catch (error) {
    screen.print("");
    console.error(explain(error));
    process.exitCode = interruption.exitCode() ?? exitCodeOf(error);
  }
  // Nothing of ours is left; an open keep-alive connection must not hold the terminal.
  process.exit();
}

function explain(error: unknown): string {
  if (isOwnError(error)) return `plimsoll: ${error.message}`;
  return `plimsoll: the drill failed: ${error instanceof Error ? error.stack : String(error)}`;
}

function exitCodeOf(error: unknown): number {
  if (!isOwnError(error)) return 1;
  return ["PLIMSOLL_WRONG_USE", "PLIMSOLL_TOOL_MISSING"].includes(error.code) ? 2 : 1;
}

void main(process.argv.slice(2));

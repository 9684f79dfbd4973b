#!/usr/bin/env node
// The entry of `npm run demo`, `npm run drill`, `npm test` and `npm run check`. It runs before anything is installed,
// on Node 18 and newer: what it imports at load must not need a package.
import { parseArguments } from "./arguments.js";
import { checkCommand } from "./check-command.js";
import { createContext } from "./context.js";
import { demoCommand } from "./demo-command.js";
import { drillCommand } from "./drill-command.js";
import { signalCode } from "./run-foreground.js";
import { SetupError } from "./setup-error.js";
import { testCommand } from "./test-command.js";

const COMMANDS = { demo: demoCommand, drill: drillCommand, test: testCommand, check: checkCommand };

// While a step runs that has no process in the foreground, a signal ends us through `exit`, so that
// what a step has changed for its time is put back.
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => {
    if (process.listenerCount(signal) === 1) process.exit(signalCode(signal));
  });
}

void start(process.argv.slice(2));

/** @param {string[]} argv */
async function start(argv) {
  process.exitCode = await main(argv).catch(explain);
}

/** @param {string[]} argv */
async function main(argv) {
  const parsed = parseArguments(argv);
  if ("help" in parsed) {
    process.stdout.write(`${parsed.help}\n`);
    return 0;
  }
  if (process.platform !== "linux" && process.platform !== "darwin") {
    throw new SetupError(
      "PLIMSOLL_TOOL_MISSING",
      `${process.platform}: demo and tests run on Linux and macOS only. On Windows use WSL 2.`,
    );
  }
  return COMMANDS[parsed.command](createContext(), parsed.args);
}

/** @param {unknown} error */
function explain(error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  return error.exitCode;
}

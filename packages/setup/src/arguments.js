import { SetupError } from "./setup-error.js";

const HELP = {
  demo: `npm run demo [-- OPTIONS]

Sets up everything on a fresh clone, then replays the outage of the post-mortem on a real
PostgreSQL, Prometheus and Alertmanager. Prints the timeline, writes .plimsoll/report.html.
--json FILE   writes the run as one JSON object
--control     the same load with nothing broken: must page nobody
--keep        shows the dashboards, and leaves everything running until Ctrl-C

Exit code: 0 when the page came before the first error that users saw (--control: no page and no
error), 1 when not, 2 for wrong use or a missing tool.`,
  test: `npm test [-- PATH…]

Sets up everything on a fresh clone, starts a PostgreSQL for the tests, runs them, stops it.
PATH: a package (packages/catalog), a folder or a file of tests. Without PATH: all tests.

The last line is "N passed, N failed". Exit code: 0 all passed, 1 a failure, 2 wrong use or a
missing tool.`,
  check: `npm run check

All that CI runs, in this order: format, lint, unused code, packaging of the public packages, and
npm test.

Exit code: 0 all fine, 1 a failure, 2 wrong use or a missing tool.`,
};

const USAGE = `node packages/setup/src/run.js demo|test|check [ARGUMENTS]

demo   replays the outage of the post-mortem     (npm run demo)
test   runs the tests                            (npm test)
check  runs all that CI runs                     (npm run check)

Each has --help. Each first brings what is missing, into .plimsoll/ where that can be done.`;

/**
 * Reads the command line.
 *
 * @param {string[]} argv without node and the script
 * @returns {{ command: "demo" | "test" | "check", args: string[] } | { help: string }}
 * @throws {SetupError} `PLIMSOLL_WRONG_USE`
 */
export function parseArguments(argv) {
  const [command, ...args] = argv;
  if (command === "--help" || command === "-h" || command === "help") return { help: USAGE };
  if (command !== "demo" && command !== "test" && command !== "check") {
    const got = command === undefined ? "nothing" : JSON.stringify(command);
    throw new SetupError(
      "PLIMSOLL_WRONG_USE",
      `command must be demo, test or check, got ${got}\n\n${USAGE}`,
    );
  }
  if (args.includes("--help") || args.includes("-h")) return { help: HELP[command] };
  // The demo knows its own options.
  const unknown = command === "demo" ? undefined : args.find((arg) => arg.startsWith("-"));
  if (unknown !== undefined) {
    throw new SetupError(
      "PLIMSOLL_WRONG_USE",
      `${command}: unknown option ${unknown}\n\n${HELP[command]}`,
    );
  }
  if (command === "check" && args.length > 0) {
    throw new SetupError(
      "PLIMSOLL_WRONG_USE",
      `check takes no arguments, got ${JSON.stringify(args[0])}`,
    );
  }
  return { command, args };
}

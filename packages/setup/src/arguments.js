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
  drill: `npm run drill -- [SCENARIO…|--all] [OPTIONS]

Sets up everything on a fresh clone, then breaks a real stack in real time, and measures when the
page came, when users were harmed, and whether the cause was named.
--list        prints the scenarios
--short       three faults and a control: about 5 minutes
--all         every scenario: about 50 minutes on 2 cores
--runs N      makes each N times
--lanes N     stacks at a time (default: three times the cores)
--json FILE   writes every run, and the sums, as JSON
--resume      goes on with the last campaign: runs that are done are not made again

Writes .plimsoll/report.html and .plimsoll/report.md. Exit code: 0 every run passed, 1 one did not,
2 wrong use or a missing tool.`,
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

const USAGE = `node packages/setup/src/run.js demo|drill|test|check [ARGUMENTS]

demo   replays the outage of the post-mortem     (npm run demo)
drill  breaks a real stack, and measures pages    (npm run drill)
test   runs the tests                            (npm test)
check  runs all that CI runs                     (npm run check)

Each has --help. Each first brings what is missing, into .plimsoll/ where that can be done.`;

/**
 * Reads the command line.
 *
 * @param {string[]} argv without node and the script
 * @returns {{ command: "demo" | "drill" | "test" | "check", args: string[] } | { help: string }}
 * @throws {SetupError} `PLIMSOLL_WRONG_USE`
 */
export function parseArguments(argv) {
  const [command, ...args] = argv;
  if (command === "--help" || command === "-h" || command === "help") return { help: USAGE };
  if (!isCommand(command)) {
    const got = command === undefined ? "nothing" : JSON.stringify(command);
    throw new SetupError(
      "PLIMSOLL_WRONG_USE",
      `command must be demo, drill, test or check, got ${got}\n\n${USAGE}`,
    );
  }
  if (args.includes("--help") || args.includes("-h")) return { help: HELP[command] };
  // The demo and the drills know their own options.
  const unknown =
    command === "demo" || command === "drill" ? undefined : args.find((arg) => arg.startsWith("-"));
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

/**
 * @param {string | undefined} text
 * @returns {text is "demo" | "drill" | "test" | "check"}
 */
function isCommand(text) {
  return text !== undefined && Object.hasOwn(HELP, text);
}

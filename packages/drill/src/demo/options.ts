import { parseArgs } from "node:util";
import { DrillError } from "../drill-error.ts";

/** What `npm run demo -- …` was asked for. */
export interface DemoOptions {
  /** File for the JSON object of the run; null = none. */
  readonly json: string | null;
  readonly isControl: boolean;
  readonly keep: boolean;
  readonly help: boolean;
}

export const USAGE = `npm run demo [-- --json FILE] [-- --control] [-- --keep]

Replays the outage of 13 April 2024 on a real PostgreSQL, Prometheus and Alertmanager, in real time
(about 4 minutes), prints when the page came and when users saw the first error, and writes
.plimsoll/report.html.

  --json FILE  writes the run's times, pages and verdict as one JSON object
  --control    the same load with nothing broken: nobody may be paged
  --keep       shows the dashboards from the start, leaves everything running afterwards, until Ctrl-C,
               and prints the addresses
  --help       this text

Exit code: 0 the page preceded the first user-visible error and named the cause (--control: nobody was
paged and no user saw an error); 1 not so, or the run failed; 2 wrong use or a missing tool.`;

/**
 * Reads the command line.
 * @throws DrillError `PLIMSOLL_WRONG_USE`
 */
export function readOptions(args: readonly string[]): DemoOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: { type: "string" },
        control: { type: "boolean" },
        keep: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
    const { json, control = false, keep = false, help = false } = values;
    if (json === "") throw new Error("--json needs a file");
    return { json: json ?? null, isControl: control, keep, help };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DrillError("PLIMSOLL_WRONG_USE", `${reason}. See npm run demo -- --help.`);
  }
}

import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { DrillError } from "../drill-error.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { SCENARIOS } from "../scenarios/all-scenarios.ts";

/** What `plimsoll drill …` was asked for. */
export interface DrillOptions {
  readonly scenarios: readonly Scenario[];
  readonly runs: number;
  readonly lanes: number;
  /** File for the JSON of all; null = none. */
  readonly json: string | null;
  /** Goes on where the last campaign stopped, instead of beginning anew. */
  readonly resume: boolean;
  readonly list: boolean;
}

/** Stacks that one core carries: each takes about an eighth of one, and a start all of it for some seconds. */
const LANES_PER_CORE = 3;
const MOST_LANES = 16;
const MOST_RUNS = 100;

/**
 * Reads the command line.
 * @throws DrillError `PLIMSOLL_WRONG_USE`
 */
export function readDrillOptions(args: readonly string[]): DrillOptions {
  const { values, positionals } = parse(args);
  const { all = false, list = false, resume = false, json } = values;
  if (json === "") throw wrongUse("--json needs a file");
  if (all && positionals.length > 0)
    throw wrongUse("--all and names of scenarios exclude each other");
  if (!all && !list && positionals.length === 0) throw wrongUse("name a scenario, or --all");
  return {
    // A name that stands twice is one scenario: two runs at a time would share their files.
    scenarios: all ? SCENARIOS : [...new Set(positionals)].map(scenarioNamed),
    runs: integer("--runs", values.runs ?? "1", MOST_RUNS),
    lanes: integer("--lanes", values.lanes ?? String(defaultLanes()), MOST_LANES),
    json: json ?? null,
    resume,
    list,
  };
}

function parse(args: readonly string[]): ReturnType<typeof parseStrictly> {
  try {
    return parseStrictly(args);
  } catch (error) {
    throw wrongUse(error instanceof Error ? error.message : String(error));
  }
}

function parseStrictly(args: readonly string[]): {
  values: {
    all?: boolean;
    list?: boolean;
    resume?: boolean;
    runs?: string;
    lanes?: string;
    json?: string;
  };
  positionals: string[];
} {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      all: { type: "boolean" },
      list: { type: "boolean" },
      resume: { type: "boolean" },
      runs: { type: "string" },
      lanes: { type: "string" },
      json: { type: "string" },
    },
  });
}

function scenarioNamed(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (found) return found;
  const known = SCENARIOS.map((scenario) => scenario.name).join(", ");
  throw wrongUse(`unknown scenario ${JSON.stringify(name)}. Scenarios: ${known}`);
}

function integer(key: string, text: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
  throw wrongUse(`${key} must be an integer from 1 to ${most}, got ${JSON.stringify(text)}`);
}

function defaultLanes(): number {
  return Math.min(MOST_LANES, LANES_PER_CORE * availableParallelism());
}

function wrongUse(reason: string): DrillError {
  return new DrillError("PLIMSOLL_WRONG_USE", `${reason}.`);
}

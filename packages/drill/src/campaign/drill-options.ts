import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DrillError } from "../drill-error.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { SCENARIOS, SHORT_SCENARIOS } from "../scenarios/all-scenarios.ts";
import { REPOSITORY } from "../stack/repository.ts";

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
  /** Folder for the reports. */
  readonly out: string;
  /** Folder for the kept runs; those of the short form are shorter, and no part of a whole campaign. */
  readonly kept: string;
}

/** Stacks that one core carries: each takes about an eighth of one, and a start all of it for some seconds. */
const LANES_PER_CORE = 3;
const OUT = join(REPOSITORY, ".plimsoll");
const MOST_LANES = 16;
const MOST_RUNS = 100;

/**
 * Reads the command line.
 * @throws DrillError `PLIMSOLL_WRONG_USE`
 */
export function readDrillOptions(args: readonly string[]): DrillOptions {
  const { values, positionals } = parse(args);
  const { all = false, short = false, list = false, resume = false, json, out = OUT } = values;
  if (json === "") throw wrongUse("--json needs a file");
  if (out === "") throw wrongUse("--out needs a folder");
  const ways = [all, short, positionals.length > 0].filter(Boolean).length;
  if (ways > 1) throw wrongUse("--all, --short and names of scenarios exclude each other");
  if (ways === 0 && !list) throw wrongUse("name a scenario, or --short, or --all");
  return {
    scenarios: chosen(all, short, positionals),
    runs: integer("--runs", values.runs ?? "1", MOST_RUNS),
    lanes: integer("--lanes", values.lanes ?? String(defaultLanes()), MOST_LANES),
    json: json ?? null,
    resume,
    list,
    out,
    kept: join(out, short ? "drill-short" : "drill"),
  };
}

function chosen(all: boolean, short: boolean, names: readonly string[]): readonly Scenario[] {
  if (all) return SCENARIOS;
  if (short) return SHORT_SCENARIOS;
  // A name that stands twice is one scenario: two runs at a time would share their files.
  return [...new Set(names)].map(scenarioNamed);
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
    short?: boolean;
    out?: string;
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
      short: { type: "boolean" },
      out: { type: "string" },
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

#!/usr/bin/env node
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { yamlText } from "../../src/rule-file.ts";
import { ruleGroups } from "../../src/rule-groups.ts";
import { RULES_FILE_VARIABLE } from "../promtool.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";
import { recordingsWithinReach } from "./reach.ts";
import { testFilesFor } from "./test-files.ts";

const HELP = `Usage: pnpm mutate:alerts [--sample N] [--rule NAME] [--tests N] [--seconds N]

Changes each threshold, comparator, window, matcher, operator and label of the alert rules in turn, and runs the tests of the
alerts that read the changed rule. A mutant that no test notices survives. Two at a time.

  --sample N    every N-th mutant only (default 1: all)
  --rule NAME   only the mutants of rules whose name contains NAME; what only dashboards read is left out unless it is named
  --tests N     run at most N test files for each mutant, the likeliest first (default 3); fewer find fewer
  --seconds N   start no mutant after this time (default 3600)
  --help        print this

Exit: 0 when at least 95 % were killed, 1 when fewer, 2 wrong use.
`;
/** Groups that no alert reads. */
const FOR_DASHBOARDS = "plimsoll-dashboards";
const WANTED = 0.95;
const PARALLEL = 2;

const { values } = parseArgs({
  options: {
    sample: { type: "string", default: "1" },
    rule: { type: "string", default: "" },
    tests: { type: "string", default: "3" },
    seconds: { type: "string", default: "3600" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) process.stdout.write(HELP);
else process.exitCode = await mutate();

async function mutate(): Promise<number> {
  const isNamed = values.rule !== "";
  const groups = ruleGroups().filter(({ name }) => isNamed || !name.startsWith(FOR_DASHBOARDS));
  const all = mutantsOf(groups, (rule) => rule.includes(values.rule));
  const waiting = all.filter((_, index) => index % Number(values.sample) === 0);
  const end = performance.now() + Number(values.seconds) * 1000;
  const survivors: Mutant[] = [];
  let killed = 0;
  const work = async (): Promise<void> => {
    const mutant = performance.now() < end ? waiting.shift() : undefined;
    if (mutant === undefined) return;
    const isKilled = await anyTestFails(mutant);
    if (isKilled) killed += 1;
    else {
      survivors.push(mutant);
      process.stdout.write(`survived: ${mutant.rule}: ${mutant.change}\n`);
    }
    await work();
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  const tried = killed + survivors.length;
  process.stdout.write(
    `${all.length} mutants, ${tried} tried, ${killed} killed (${((100 * killed) / tried).toFixed(1)} %)\n`,
  );
  return killed / tried >= WANTED ? 0 : 1;
}

async function anyTestFails(mutant: Mutant): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-mutant-"));
  try {
    const whole = join(folder, "rules.yml");
    const within = join(folder, "within-reach.yml");
    writeFileSync(whole, yamlText({ groups: mutant.groups }));
    writeFileSync(within, yamlText({ groups: recordingsWithinReach(mutant.rule, mutant.groups) }));
    const tests = testFilesFor(mutant.rule, mutant.groups).slice(0, Number(values.tests));
    return await firstFailure(tests, (test) => (test === "recordings" ? within : whole));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function firstFailure(
  tests: readonly string[],
  rulesFor: (test: string) => string,
): Promise<boolean> {
  const [test, ...others] = tests;
  if (test === undefined) return false;
  const child = spawn(process.execPath, [join(import.meta.dirname, `../${test}.test.js`)], {
    env: { ...process.env, TAP_BAIL: "1", [RULES_FILE_VARIABLE]: rulesFor(test) },
    stdio: "ignore",
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return code !== 0 || firstFailure(others, rulesFor);
}

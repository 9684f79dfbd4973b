import {
  type Placeholder,
  readRunbook,
  type Runbook,
  type RunbookStep,
} from "@plimsoll/alert-rule-builder";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Test } from "tap";
import { REPOSITORY } from "../../src/stack/repository.ts";
import type { DrilledMoney } from "./drilled-money.ts";
import type { DrillStack } from "./drill-stack.ts";
import { missingProgram, type Row, runStep } from "./run-step.ts";
import { until } from "./until.ts";

/** Whether an answer shows what the runbook says that the step shows. */
export type Evidence = (rows: readonly Row[]) => boolean;

/** How a step of Mitigation was tried: by a machine, or why only a person can. */
export type Trial = ((run: (values?: Values) => Promise<Row[][]>) => Promise<void>) | string;

type Values = Partial<Record<Placeholder, string>>;

/** The page is some 30 s after the fault; whoever reads the runbook later sees more, not less. */
const EVIDENCE_SECONDS = 110;

/** A runbook of a service that has its fault now. */
export interface DrilledRunbook {
  /** Runs each step of Diagnosis until its answer shows the fault; one `Evidence` for each, in order. */
  diagnoses(evidence: readonly Evidence[]): Promise<void>;
  /** Tries each step of Mitigation in order; `run` runs the step's own blocks. */
  mitigates(trials: readonly Trial[]): Promise<void>;
}

const tried = new Set<string>();

/** Names of the runbooks of which a step was tried so far, sorted. */
export function triedRunbooks(): string[] {
  return [...tried].toSorted();
}

/**
 * @param more values of placeholders beside those of the service, and where the SQL is run when not on the service's own URL
 */
export function tryRunbook(
  t: Test,
  stack: DrillStack,
  money: DrilledMoney,
  name: string,
  more: Values & { readonly databaseUrl?: string } = {},
): DrilledRunbook {
  const { databaseUrl = money.databaseUrl, ...given } = more;
  const { diagnosis, mitigations } = readRunbookOf(name);
  tried.add(name);
  const known = { SERVICE: money.service, POOL: "money", APPLICATION: money.service };
  const run = (step: RunbookStep, values: Values = {}): Promise<Row[]> =>
    runStep(step, {
      prometheus: stack.prometheus,
      databaseUrl,
      values: { ...known, URL: money.url, ...given, ...values },
    });
  return {
    async diagnoses(evidence): Promise<void> {
      t.equal(diagnosis.length, evidence.length, `${name}: each step of Diagnosis is tried`);
      await Promise.all(
        diagnosis.map((step, index) => diagnose(t, name, step, run, evidence[index] ?? NEVER)),
      );
    },
    async mitigates(trials): Promise<void> {
      t.equal(mitigations.length, trials.length, `${name}: each step of Mitigation is tried`);
      for (const [index, trial] of trials.entries()) {
        const { text, steps } = mitigations[index] ?? { text: "", steps: [] };
        const isOurs = typeof trial !== "string";
        if (isOurs) await trial((values) => Promise.all(steps.map((step) => run(step, values))));
        t.pass(`${name}: ${isOurs ? "tried" : `not tried by a machine (${trial})`}: ${text}`);
      }
    },
  };
}

const NEVER: Evidence = () => false;

async function diagnose(
  t: Test,
  name: string,
  step: RunbookStep,
  run: (step: RunbookStep) => Promise<Row[]>,
  shows: Evidence,
): Promise<void> {
  const words = `${name}: ${step.text} # ${step.shows}`;
  const missing = missingProgram(step);
  if (missing !== undefined) {
    t.pass(words, { skip: `no ${missing} on the PATH` });
    return;
  }
  const { isDone, answer } = await until(EVIDENCE_SECONDS, () => run(step), shows);
  t.ok(isDone, words, { answer });
}

function readRunbookOf(name: string): Runbook {
  return readRunbook(readFileSync(join(REPOSITORY, "alerts", "runbooks", `${name}.md`), "utf8"));
}

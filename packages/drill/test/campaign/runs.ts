import { BASELINES } from "../../src/baseline/baseline-rules.ts";
import type { BaselineOutcome } from "../../src/baseline/read-baselines.ts";
import type { PlannedRun } from "../../src/campaign/campaign.ts";
import { type DrillRecord, drillRecord, type DrillRun } from "../../src/campaign/drill-run.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { FAULT } from "../../src/scenarios/ordinary.ts";
import { record } from "../record.ts";

/** Seconds after the epoch of every fault here. */
export const FAULT_AT = 1000;

/** A leak that was paged 50 s before users were harmed, and ended 200 s after the fault. */
export function gradual(changes: Partial<DrillRun> = {}): DrillRun {
  return {
    scenario: "leak",
    run: 1,
    title: "connections are lost",
    kind: "fault",
    onset: "gradual",
    tier: "real time",
    k: 1,
    startedAt: FAULT_AT - 75,
    faultAt: FAULT_AT,
    firstUserErrorAt: FAULT_AT + 118,
    harmAt: FAULT_AT + 120,
    firstPageAt: FAULT_AT + 70,
    leadSeconds: 48,
    harmLeadSeconds: 50,
    secondsToPage: 70,
    healedAt: FAULT_AT + 200,
    resolvedAt: FAULT_AT + 290,
    pages: [
      {
        alert: "PlimsollPoolLeak",
        severity: "page",
        cause: "leak",
        pool: "money",
        at: FAULT_AT + 70,
      },
    ],
    tickets: [],
    expectedCause: "leak",
    namedCause: "leak",
    causeAfterMinute: "leak",
    falsePages: 0,
    stalls: [],
    passed: true,
    isValid: true,
    failures: [],
    requests: 4000,
    errors: 12,
    watchedSeconds: 300,
    baselines: baselines(),
    replay: null,
    ...changes,
  };
}

/** A database that stood still, paged after 20 s. */
export function instant(changes: Partial<DrillRun> = {}): DrillRun {
  return gradual({
    scenario: "db-stop",
    onset: "instant",
    firstUserErrorAt: FAULT_AT + 1,
    harmAt: FAULT_AT + 1,
    firstPageAt: FAULT_AT + 20,
    leadSeconds: -19,
    harmLeadSeconds: -19,
    secondsToPage: 20,
    expectedCause: "stalled",
    namedCause: "stalled",
    causeAfterMinute: "stalled",
    ...changes,
  });
}

/** An ordinary day, which paged nobody. */
export function control(changes: Partial<DrillRun> = {}): DrillRun {
  return gradual({
    scenario: "steady",
    kind: "control",
    onset: null,
    faultAt: null,
    firstUserErrorAt: null,
    harmAt: null,
    firstPageAt: null,
    leadSeconds: null,
    harmLeadSeconds: null,
    secondsToPage: null,
    healedAt: null,
    resolvedAt: null,
    pages: [],
    expectedCause: null,
    namedCause: null,
    causeAfterMinute: null,
    ...changes,
  });
}

/** A leak of which no page came. */
export function unpaged(changes: Partial<DrillRun> = {}): DrillRun {
  return gradual({
    firstPageAt: null,
    leadSeconds: null,
    harmLeadSeconds: null,
    secondsToPage: null,
    resolvedAt: null,
    pages: [],
    namedCause: null,
    causeAfterMinute: null,
    passed: false,
    failures: ["No page came."],
    ...changes,
  });
}

/** Every baseline as told; those that are not named were silent. */
export function baselines(...told: readonly BaselineOutcome[]): BaselineOutcome[] {
  return BASELINES.map(
    (baseline) =>
      told.find((one) => one.baseline === baseline) ?? {
        baseline,
        first: null,
        leadSeconds: null,
        falseAlarms: [],
      },
  );
}

/** `drill` with what its report shows of a run. */
export function recordOf(drill: DrillRun, changes: Partial<DrillRecord> = {}): DrillRecord {
  const kind = drill.kind === "fault" ? {} : { kind: drill.kind, pages: [], errors: [] };
  return { ...drillRecord(record(kind), drill.run, [], null), drill, ...changes };
}

/** A run of a scenario that nobody has to know. */
export function planned(name: string, changes: Partial<Scenario> = {}): PlannedRun {
  const scenario: Scenario = {
    ...FAULT,
    name,
    title: `what ${name} breaks`,
    begin: null,
    expectedCauses: ["leak"],
    ...changes,
  };
  return { scenario, run: 1 };
}

import type { Baseline } from "../baseline/baseline-rules.ts";
import { INSTANT_SECONDS } from "../score/score.ts";
import type { DrillRun } from "./drill-run.ts";

/** A count of a whole: `9 of 10`. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/** The middle and the worst of some seconds, of so many runs. What never happened is null, and worse than every number. */
export interface Spread {
  readonly of: number;
  readonly median: number | null;
  readonly worst: number | null;
}

/** What all runs together show. */
export interface Summary {
  /** Of all runs that were planned. */
  readonly passed: Share;
  /** Names of the runs that were planned and are not there: they could not be made, or the campaign was interrupted. */
  readonly notMade: readonly string[];
  /** Runs in which users were harmed before the fault. They show nothing, and are in no share and no seconds but `passed`. */
  readonly invalid: number;
  /** Gradual faults that harmed users: paged before they were harmed. */
  readonly gradualInTime: Share;
  /** The same, measured against the first single request that failed or took over a second. */
  readonly gradualBeforeFirstError: Share;
  /** Seconds from the page to the harm; negative when the page came later. */
  readonly gradualLead: Spread;
  /** Instant faults that harmed users: paged within 30 s. */
  readonly instantInTime: Share;
  readonly secondsToPage: Spread;
  /** Faults that harmed users and paged: the first page named the cause. */
  readonly causeRight: Share;
  /** The same, of the newest page a minute later. */
  readonly causeRightAfterMinute: Share;
  /** Pages in controls, in faults that harmed nobody, and before faults. */
  readonly falsePages: number;
  readonly controlSeconds: number;
  /** Seconds from the fault's end to the last resolved page. */
  readonly resolve: Spread;
  readonly baselines: Readonly<Record<Baseline, BaselineSummary>>;
}

/** What a baseline would have done on the same runs. */
export interface BaselineSummary {
  readonly gradualInTime: Share;
  readonly gradualLead: Spread;
  readonly instantInTime: Share;
  readonly secondsToAlarm: Spread;
  /** Alarms in controls and before faults. */
  readonly falseAlarms: number;
}

/**
 * @param accepted whether a run's cause is a right one, by scenario and cause
 * @param notMade names of the runs that were planned and are not among `runs`
 */
export function summarize(
  runs: readonly DrillRun[],
  accepted: (scenario: string, cause: string | null) => boolean,
  notMade: readonly string[] = [],
): Summary {
  const valid = runs.filter(({ isValid }) => isValid);
  const harmful = valid.filter(({ kind, harmAt }) => kind === "fault" && harmAt !== null);
  const gradual = harmful.filter(({ onset }) => onset === "gradual");
  const instant = harmful.filter(({ onset }) => onset === "instant");
  const paged = harmful.filter(({ firstPageAt }) => firstPageAt !== null);
  return {
    passed: { count: runs.filter(({ passed }) => passed).length, of: runs.length + notMade.length },
    notMade,
    invalid: runs.length - valid.length,
    ...gradualOf(gradual),
    instantInTime: share(instant, (run) => within(INSTANT_SECONDS, afterFault(run).secondsToPage)),
    secondsToPage: spread(
      instant.map((run) => afterFault(run).secondsToPage),
      "most",
    ),
    causeRight: share(
      paged,
      (run) => isToldAfterFault(run) && accepted(run.scenario, run.namedCause),
    ),
    causeRightAfterMinute: share(
      paged,
      (run) => isToldAfterFault(run) && accepted(run.scenario, run.causeAfterMinute),
    ),
    falsePages: sum(runs, ({ falsePages }) => falsePages),
    controlSeconds: sum(runs, ({ kind, watchedSeconds }) =>
      kind === "control" ? watchedSeconds : 0,
    ),
    resolve: spread(paged.flatMap(resolveSeconds), "most"),
    baselines: {
      "post-mortem": baselineOf("post-mortem", runs, gradual, instant),
      "postgres-exporter": baselineOf("postgres-exporter", runs, gradual, instant),
      "upstream-metrics": baselineOf("upstream-metrics", runs, gradual, instant),
    },
  };
}

function gradualOf(
  gradual: readonly DrillRun[],
): Pick<Summary, "gradualInTime" | "gradualBeforeFirstError" | "gradualLead"> {
  return {
    gradualInTime: share(gradual, (run) => isAhead(afterFault(run).harmLeadSeconds)),
    gradualBeforeFirstError: share(gradual, (run) => isAhead(afterFault(run).leadSeconds)),
    gradualLead: spread(
      gradual.map((run) => afterFault(run).harmLeadSeconds),
      "least",
    ),
  };
}

/** A first page before the fault is a false one. It has no lead over what it does not tell of, and hides what would have come. */
function isToldAfterFault({ faultAt, firstPageAt }: DrillRun): boolean {
  return faultAt !== null && firstPageAt !== null && firstPageAt >= faultAt;
}

function afterFault(
  run: DrillRun,
): Pick<DrillRun, "harmLeadSeconds" | "leadSeconds" | "secondsToPage"> {
  return isToldAfterFault(run)
    ? run
    : { harmLeadSeconds: null, leadSeconds: null, secondsToPage: null };
}

/** Empty when the end was not watched. */
function resolveSeconds({ healedAt, resolvedAt }: DrillRun): (number | null)[] {
  if (healedAt === null) return [];
  return [resolvedAt === null ? null : resolvedAt - healedAt];
}

function baselineOf(
  baseline: Baseline,
  runs: readonly DrillRun[],
  gradual: readonly DrillRun[],
  instant: readonly DrillRun[],
): BaselineSummary {
  const leadOf = (run: DrillRun): number | null => outcomeOf(run, baseline)?.leadSeconds ?? null;
  const secondsOf = (run: DrillRun): number | null => {
    const at = outcomeOf(run, baseline)?.first?.at;
    return at === undefined || run.faultAt === null ? null : at - run.faultAt;
  };
  return {
    gradualInTime: share(gradual, (run) => isAhead(leadOf(run))),
    gradualLead: spread(gradual.map(leadOf), "least"),
    instantInTime: share(instant, (run) => within(INSTANT_SECONDS, secondsOf(run))),
    secondsToAlarm: spread(instant.map(secondsOf), "most"),
    falseAlarms: sum(runs, (run) => outcomeOf(run, baseline)?.falseAlarms.length ?? 0),
  };
}

function outcomeOf(run: DrillRun, baseline: Baseline): DrillRun["baselines"][number] | undefined {
  return run.baselines.find((one) => one.baseline === baseline);
}

function isAhead(seconds: number | null): boolean {
  return seconds !== null && seconds > 0;
}

function within(most: number, seconds: number | null): boolean {
  return seconds !== null && seconds <= most;
}

function share(runs: readonly DrillRun[], isIt: (run: DrillRun) => boolean): Share {
  return { count: runs.filter(isIt).length, of: runs.length };
}

function sum(runs: readonly DrillRun[], of: (run: DrillRun) => number): number {
  return runs.reduce((total, run) => total + of(run), 0);
}

/** `worst` says which end is the bad one. */
function spread(values: readonly (number | null)[], worst: "least" | "most"): Spread {
  const never = worst === "least" ? -Infinity : Infinity;
  const sorted = values.map((value) => value ?? never).toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const low = sorted[Math.floor(middle)] ?? never;
  const high = sorted[Math.ceil(middle)] ?? never;
  return {
    of: sorted.length,
    median: finite((low + high) / 2),
    worst: finite(sorted.at(worst === "least" ? 0 : -1) ?? never),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

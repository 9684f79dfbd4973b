import { BASELINES, type Baseline } from "../baseline/baseline-rules.ts";
import { INSTANT_SECONDS } from "../score/score.ts";
import type { DrillRun } from "./drill-run.ts";

/** A count of a whole: `9 of 10`. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/** The middle and the worst of some seconds; null when there are none. */
export interface Spread {
  readonly median: number | null;
  readonly worst: number | null;
}

/** What all runs together show. */
export interface Summary {
  readonly passed: Share;
  /** Gradual faults that harmed users: paged before they were harmed. */
  readonly gradualInTime: Share;
  /** The same, measured against the first single request that failed or took over a second. */
  readonly gradualBeforeFirstError: Share;
  /** Seconds from the page to the harm; negative when the page came later. */
  readonly gradualLead: Spread;
  /** Instant faults that harmed users: paged within 30 s. */
  readonly instantInTime: Share;
  readonly secondsToPage: Spread;
  /** Faults that paged: the first page named the cause. */
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

/** @param accepted whether a run's cause is a right one, by scenario and cause */
export function summarize(
  runs: readonly DrillRun[],
  accepted: (scenario: string, cause: string | null) => boolean,
): Summary {
  const harmful = runs.filter(({ kind, harmAt }) => kind === "fault" && harmAt !== null);
  const gradual = harmful.filter(({ onset }) => onset === "gradual");
  const instant = harmful.filter(({ onset }) => onset === "instant");
  const paged = harmful.filter(({ firstPageAt }) => firstPageAt !== null);
  const inTime = ({ secondsToPage }: DrillRun): boolean =>
    secondsToPage !== null && secondsToPage <= INSTANT_SECONDS;
  return {
    passed: share(runs, ({ passed }) => passed),
    gradualInTime: share(gradual, ({ harmLeadSeconds }) => (harmLeadSeconds ?? 0) > 0),
    gradualBeforeFirstError: share(gradual, ({ leadSeconds }) => (leadSeconds ?? 0) > 0),
    gradualLead: spread(
      gradual.map(({ harmLeadSeconds }) => harmLeadSeconds),
      "least",
    ),
    instantInTime: share(instant, inTime),
    secondsToPage: spread(
      instant.map(({ secondsToPage }) => secondsToPage),
      "most",
    ),
    causeRight: share(paged, ({ scenario, namedCause }) => accepted(scenario, namedCause)),
    causeRightAfterMinute: share(paged, ({ scenario, causeAfterMinute }) =>
      accepted(scenario, causeAfterMinute),
    ),
    falsePages: runs.reduce((sum, { falsePages }) => sum + falsePages, 0),
    controlSeconds: runs
      .filter(({ kind }) => kind === "control")
      .reduce((sum, { watchedSeconds }) => sum + watchedSeconds, 0),
    resolve: spread(
      harmful.map(({ healedAt, resolvedAt }) =>
        healedAt === null || resolvedAt === null ? null : resolvedAt - healedAt,
      ),
      "most",
    ),
    baselines: baselinesOf(runs, gradual, instant),
  };
}

function baselinesOf(
  runs: readonly DrillRun[],
  gradual: readonly DrillRun[],
  instant: readonly DrillRun[],
): Record<Baseline, BaselineSummary> {
  const summaries = BASELINES.map((baseline) => {
    const leadOf = (run: DrillRun): number | null => outcomeOf(run, baseline)?.leadSeconds ?? null;
    const secondsOf = (run: DrillRun): number | null => {
      const at = outcomeOf(run, baseline)?.first?.at;
      return at === undefined || run.faultAt === null ? null : at - run.faultAt;
    };
    const summary: BaselineSummary = {
      gradualInTime: share(gradual, (run) => (leadOf(run) ?? 0) > 0),
      gradualLead: spread(gradual.map(leadOf), "least"),
      instantInTime: share(instant, (run) => (secondsOf(run) ?? Infinity) <= INSTANT_SECONDS),
      secondsToAlarm: spread(instant.map(secondsOf), "most"),
      falseAlarms: runs.reduce(
        (sum, run) => sum + (outcomeOf(run, baseline)?.falseAlarms.length ?? 0),
        0,
      ),
    };
    return [baseline, summary] as const;
  });
  return Object.fromEntries(summaries) as Record<Baseline, BaselineSummary>;
}

function outcomeOf(run: DrillRun, baseline: Baseline): DrillRun["baselines"][number] | undefined {
  return run.baselines.find((one) => one.baseline === baseline);
}

function share(runs: readonly DrillRun[], isIt: (run: DrillRun) => boolean): Share {
  return { count: runs.filter(isIt).length, of: runs.length };
}

/** Of the values that there are; `worst` says which end is the bad one. */
function spread(values: readonly (number | null)[], worst: "least" | "most"): Spread {
  const known = values.filter((value) => value !== null).toSorted((a, b) => a - b);
  if (known.length === 0) return { median: null, worst: null };
  const middle = (known.length - 1) / 2;
  const low = known[Math.floor(middle)] ?? 0;
  const high = known[Math.ceil(middle)] ?? 0;
  return { median: (low + high) / 2, worst: known.at(worst === "least" ? 0 : -1) ?? null };
}

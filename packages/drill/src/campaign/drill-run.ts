import type { BaselineOutcome } from "../baseline/read-baselines.ts";
import type { RunRecord } from "../scenario/run-record.ts";
import type { RecordedRun, RunReplay } from "./recorded-run.ts";
import type { Incident } from "../score/incident.ts";

/** One run of one scenario, as it is kept between sessions and as a report reads it. */
export interface DrillRun extends Incident {
  /** Which of `--runs N` it is, from 1. */
  readonly run: number;
  /** How time was treated: nothing is compressed. */
  readonly tier: "real time";
  /** By how much every time constant was divided. */
  readonly k: 1;
  readonly title: string;
  /** Requests that k6 made, and how many of them failed or took over a second. */
  readonly requests: number;
  readonly errors: number;
  readonly watchedSeconds: number;
  /** What other people's rules would have told of it. */
  readonly baselines: readonly BaselineOutcome[];
  /** Null when the run was not recorded, or is not replayed yet. */
  readonly replay: RunReplay | null;
}

/** A run with all that its report shows. */
export interface DrillRecord {
  readonly drill: DrillRun;
  readonly record: Omit<RunRecord, "scenario" | "errors" | "past">;
  /** How many series of the past hour Prometheus was given; 0 = none. */
  readonly pastSeries: number;
  /** Null when the run was not recorded. */
  readonly recorded: RecordedRun | null;
}

/** What is kept of a finished run. */
export function drillRecord(
  record: RunRecord,
  run: number,
  baselines: readonly BaselineOutcome[],
  recorded: RecordedRun | null,
): DrillRecord {
  const { scenario, errors, past, ...kept } = record;
  const drill: DrillRun = {
    ...record.incident,
    run,
    tier: "real time",
    k: 1,
    title: scenario.title,
    requests: record.requests,
    errors: errors.length,
    watchedSeconds: Math.round(record.loadEndedAt - record.loadStartedAt),
    baselines,
    replay: null,
  };
  return { drill, record: kept, pastSeries: past?.series.length ?? 0, recorded };
}

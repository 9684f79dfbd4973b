import { BASELINES } from "../baseline/baseline-rules.ts";
import { shareText, spreadText } from "./result-text.ts";
import type { BaselineSummary, Summary } from "./summary.ts";

/** One line of the table that sets Plimsoll beside the baselines. */
export interface ComparisonRow {
  readonly what: string;
  readonly plimsoll: string;
  /** One for each of `BASELINES`, in their order; empty where a baseline has no such thing. */
  readonly baselines: readonly string[];
}

/** The comparison over all runs, for every form of the report. */
export function comparisonRows(summary: Summary): ComparisonRow[] {
  const row = (
    what: string,
    plimsoll: string,
    theirs: (baseline: BaselineSummary) => string,
  ): ComparisonRow => ({
    what,
    plimsoll,
    baselines: BASELINES.map((name) => theirs(summary.baselines[name])),
  });
  const share = shareText;
  const spread = spreadText;
  return [
    row("gradual faults: told before users were harmed", share(summary.gradualInTime), (theirs) =>
      share(theirs.gradualInTime),
    ),
    row("– before the first single error", share(summary.gradualBeforeFirstError), () => ""),
    row("– lead: median, worst", spread(summary.gradualLead), (theirs) =>
      spread(theirs.gradualLead),
    ),
    row("instant faults: told within 30 s", share(summary.instantInTime), (theirs) =>
      share(theirs.instantInTime),
    ),
    row("– seconds from the fault: median, worst", spread(summary.secondsToPage), (theirs) =>
      spread(theirs.secondsToAlarm),
    ),
    row("cause named right at the first page", share(summary.causeRight), () => "names none"),
    row("– a minute later", share(summary.causeRightAfterMinute), () => ""),
    row(
      `false pages or alarms, in all runs (controls watched for ${Math.round(summary.controlSeconds / 60)} min)`,
      String(summary.falsePages),
      (theirs) => String(theirs.falseAlarms),
    ),
    row("resolved after the fault’s end: median, worst", spread(summary.resolve), () => ""),
  ];
}

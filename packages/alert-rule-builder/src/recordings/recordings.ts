import type { Expression } from "../promql.ts";
import { RECORDED, type RecordedKey } from "../recorded.ts";
import type { Thresholds } from "../thresholds.ts";
import { connectionRecordings } from "./connections.ts";
import { growthRecordings } from "./growth.ts";
import { leakRecordings } from "./leak.ts";
import { pressureRecordings } from "./pressure.ts";
import { requestRecordings } from "./requests.ts";

/** One recording rule. */
export interface RecordingRule {
  readonly record: string;
  readonly expression: Expression;
}

/** The recording rules, each after those that it reads. */
export function recordingRules(thresholds: Thresholds): readonly RecordingRule[] {
  const expressions: Readonly<Record<RecordedKey, Expression>> = {
    ...connectionRecordings(thresholds),
    ...requestRecordings(thresholds),
    ...leakRecordings(thresholds),
    ...growthRecordings(thresholds),
    ...pressureRecordings(thresholds),
  };
  return (Object.keys(RECORDED) as RecordedKey[]).map((key) => ({
    record: RECORDED[key].name,
    expression: expressions[key],
  }));
}

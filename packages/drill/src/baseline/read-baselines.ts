import type { PrometheusClient } from "../prometheus/prometheus-client.ts";
import { BASELINES, type Baseline } from "./baseline-rules.ts";
import { type AlertStretch, alertStretches } from "./alert-stretches.ts";

/** The run that the baselines are judged on; times in Unix seconds. */
export interface BaselineRun {
  /** `service_name` of the app under load. */
  readonly service: string;
  /**
   * Since when the baselines are heard: a minute after the database started or later, or its start is their first alarm
   * (PostgresqlRestarted).
   */
  readonly from: number;
  readonly to: number;
  /** Null in a control. */
  readonly faultAt: number | null;
  /** When users were harmed; null when they were not. */
  readonly harmAt: number | null;
  /** Between two evaluations of the rules. @default 5 */
  readonly evaluationSeconds?: number;
}

/** An alert of a baseline that fired. */
export interface BaselineAlarm {
  readonly alert: string;
  /** When it fired; delivery costs a baseline nothing. */
  readonly at: number;
}

/** What one baseline would have told. */
export interface BaselineOutcome {
  readonly baseline: Baseline;
  /** The first alarm whose condition became true after the fault. Null when there is none, and in a control. */
  readonly first: BaselineAlarm | null;
  /** harmAt − first.at: positive when the alarm came first. */
  readonly leadSeconds: number | null;
  /** Alarms that nothing had called for: true before the fault, or any in a control. Each alert once, earliest first. */
  readonly falseAlarms: readonly BaselineAlarm[];
}

const EVALUATION_SECONDS = 5;

/** Reads from a run's Prometheus, which has the baselines' rules, what each would have told. */
export async function readBaselines(
  prometheus: PrometheusClient,
  run: BaselineRun,
): Promise<BaselineOutcome[]> {
  const step = run.evaluationSeconds ?? EVALUATION_SECONDS;
  // Server alerts have no service. The value is the moment of the evaluation, which the steps of a range query miss.
  const service = run.service.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\\$&`);
  const alerts = `timestamp(ALERTS{baseline=~".+",service_name=~"|${service}"})`;
  const series = await prometheus.range(alerts, run.from, run.to, step);
  const stretches = alertStretches(series, run.from, step);
  return BASELINES.map((baseline) => outcomeOf(baseline, stretches, run));
}

function outcomeOf(
  baseline: Baseline,
  stretches: readonly AlertStretch[],
  { faultAt, harmAt }: BaselineRun,
): BaselineOutcome {
  const own = stretches.filter((one) => one.baseline === baseline);
  const isFalse = ({ trueAt }: AlertStretch): boolean => faultAt === null || trueAt < faultAt;
  const [first = null] = alarmsOf(own.filter((one) => !isFalse(one)));
  return {
    baseline,
    first,
    leadSeconds: first === null || harmAt === null ? null : rounded(harmAt - first.at),
    falseAlarms: alarmsOf(own.filter(isFalse)),
  };
}

/** Each alert that fired once, at its first time, earliest first: in a notification ten tables are one alarm. */
function alarmsOf(stretches: readonly AlertStretch[]): BaselineAlarm[] {
  const earliest = new Map<string, number>();
  for (const { alert, firedAt } of stretches) {
    if (firedAt === null) continue;
    earliest.set(alert, Math.min(firedAt, earliest.get(alert) ?? firedAt));
  }
  return [...earliest].map(([alert, at]) => ({ alert, at })).toSorted((a, b) => a.at - b.at);
}

/** To milliseconds, which is what the clocks give. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

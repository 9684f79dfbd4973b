import { RUNBOOK_BASE_URL } from "@plimsoll/catalog";
import type { AlertDefinition } from "./alerts/alert.ts";
import { GROUPS } from "./groups.ts";
import { duration } from "./promql.ts";
import { recordingRules } from "./recordings/recordings.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "./thresholds.ts";

/** Grafana as compose/compose.yaml starts it. */
export const DASHBOARD_BASE_URL = "http://localhost:3000";

/** The path of the pool dashboard in Grafana: `/d/` and its uid. */
export const POOL_DASHBOARD_PATH = "/d/plimsoll-pool";

export interface RuleOptions {
  /** Numbers that replace the default ones. */
  readonly thresholds?: Partial<Thresholds>;
  /** Without a slash at the end. @default RUNBOOK_BASE_URL */
  readonly runbookBaseUrl?: string;
  /** Without a slash at the end. @default DASHBOARD_BASE_URL */
  readonly dashboardBaseUrl?: string;
}

/** A rule as Prometheus' rule files spell it. */
export type Rule =
  | { readonly record: string; readonly expr: string }
  | {
      readonly alert: string;
      readonly expr: string;
      readonly keep_firing_for: string;
      readonly labels: Readonly<Record<string, string>>;
      readonly annotations: Readonly<Record<string, string>>;
    };

export interface RuleGroup {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly Rule[];
}

/**
 * Every group. Groups are evaluated at times of their own, so what pages stands with the readings that decide when, and reads
 * from elsewhere only what may be one interval older.
 */
export function ruleGroups(options: RuleOptions = {}): readonly RuleGroup[] {
  const thresholds: Thresholds = { ...DEFAULT_THRESHOLDS, ...options.thresholds };
  return GROUPS.map(({ name, intervalSeconds, recordings, alerts }) => ({
    name,
    interval: duration(intervalSeconds),
    rules: [
      ...recordingRules(recordings, thresholds),
      ...alerts.map((alert) => alertRule(alert, thresholds, options)),
    ],
  }));
}

function alertRule(alert: AlertDefinition, thresholds: Thresholds, options: RuleOptions): Rule {
  const runbooks = options.runbookBaseUrl ?? RUNBOOK_BASE_URL;
  const dashboards = options.dashboardBaseUrl ?? DASHBOARD_BASE_URL;
  const variables = ["service", "environment", "pool"].map(
    (label) => `var-${label}={{ $labels.${label} | urlquery }}`,
  );
  return {
    alert: alert.name,
    expr: alert.expression(thresholds).text,
    keep_firing_for: duration(thresholds.keepFiringSeconds),
    labels: { severity: alert.severity, role: alert.role, cause: alert.cause },
    annotations: {
      summary: alert.summary,
      description: alert.description,
      evidence: alert.evidence,
      do_first: alert.doFirst,
      do_not: alert.doNot,
      runbook_url: `${runbooks}/${alert.name}.md`,
      dashboard_url: `${dashboards}${POOL_DASHBOARD_PATH}?${variables.join("&")}`,
    },
  };
}

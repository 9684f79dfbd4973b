import { RUNBOOK_BASE_URL } from "@plimsoll/catalog";
import type { AlertDefinition } from "./alerts/alert.ts";
import { GROUPS } from "./groups.ts";
import { duration } from "./promql.ts";
import { recordingRules } from "./recordings/recordings.ts";
import { scopeExpression, scopeTemplate } from "./scope-rule.ts";
import { selectedLabels, type Selection } from "./selection.ts";
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
  /** Labels that every alert gets. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Words of your own for the label `severity`; the routes must know them: `scopeRoutes`. */
  readonly severities?: Severities;
  /** Which series the rules read. @default all */
  readonly selector?: Selection;
  /** Names of alerts to leave out. What they would have muted then pages. */
  readonly disable?: readonly string[];
}

/** Words in place of Plimsoll's own two. */
export type Severities = Partial<Readonly<Record<AlertDefinition["severity"], string>>>;

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
  const disabled = options.disable ?? [];
  return GROUPS.map(({ name, intervalSeconds, recordings, alerts }) => ({
    name,
    interval: duration(intervalSeconds),
    rules: [
      ...recordingRules(recordings, thresholds).map(({ record, expr }) => ({
        record,
        expr: scopeExpression(expr, options.selector ?? {}),
      })),
      ...alerts
        .filter((alert) => !disabled.includes(alert.name))
        .map((alert) => alertRule(alert, thresholds, options)),
    ],
  }));
}

function alertRule(alert: AlertDefinition, thresholds: Thresholds, options: RuleOptions): Rule {
  const { selector = {}, severities = {}, labels = {} } = options;
  return {
    alert: alert.name,
    expr: scopeExpression(alert.expression(thresholds).text, selector),
    keep_firing_for: duration(thresholds.keepFiringSeconds),
    labels: {
      severity: severities[alert.severity] ?? alert.severity,
      role: alert.role,
      cause: alert.cause,
      ...selectedLabels(selector),
      ...labels,
    },
    annotations: annotations(alert, options),
  };
}

function annotations(
  alert: AlertDefinition,
  options: RuleOptions,
): Readonly<Record<string, string>> {
  const runbooks = options.runbookBaseUrl ?? RUNBOOK_BASE_URL;
  const dashboards = options.dashboardBaseUrl ?? DASHBOARD_BASE_URL;
  const scoped = (template: string): string => scopeTemplate(template, options.selector ?? {});
  const variables = ["service", "environment", "pool"].map(
    (label) => `var-${label}={{ $labels.${label} | urlquery }}`,
  );
  return {
    summary: alert.summary,
    description: scoped(alert.description),
    evidence: scoped(alert.evidence),
    do_first: scoped(alert.doFirst),
    do_not: alert.doNot,
    runbook_url: `${runbooks}/${alert.name}.md`,
    dashboard_url: `${dashboards}${POOL_DASHBOARD_PATH}?${variables.join("&")}`,
  };
}

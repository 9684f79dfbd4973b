import { readPromql } from "./promql-reader.ts";
import {
  filled,
  panelsOf,
  rateRanges,
  targetsOf,
  unitOf,
  VALID_UNITS,
} from "./linted-dashboard.ts";
import type { LintedDashboard, LintedTarget } from "./linted-dashboard.ts";

export type { LintedDashboard } from "./linted-dashboard.ts";

/** One rule of https://github.com/grafana/dashboard-linter, written anew: the tool itself is a Go program. */
export interface LinterRule {
  readonly name: string;
  /** One text for each place that breaks the rule. */
  readonly findings: (dashboard: LintedDashboard) => string[];
}

/** The panels that the linter believes to draw numbers; ours adds those that came later. */
const DRAWN = [
  "stat",
  "gauge",
  "timeseries",
  "table",
  "bargauge",
  "heatmap",
  "state-timeline",
  "histogram",
];

const hasVariable = (dashboard: LintedDashboard, name: string): string[] => {
  const found = dashboard.templating.list.find((variable) => variable.name === name);
  if (found === undefined) return [`no variable "${name}"`];
  return found.multi === true && found.allValue === ".+" ? [] : [`"${name}" must be multi, .+`];
};

const eachTarget =
  (check: (target: LintedTarget) => string[], isLoki = false) =>
  (dashboard: LintedDashboard): string[] =>
    targetsOf(dashboard)
      .filter((target) => target.isLoki === isLoki)
      .flatMap((target) => check(target).map((text) => `${target.panel}: ${text}`));

const mustMatch =
  (label: string) =>
  ({ expr }: LintedTarget): string[] =>
    readPromql(filled(expr))
      .selectors.filter(({ labels }) => !labels.includes(label))
      .map(({ text }) => `${text} has no ${label}`);

/** All of them. */
export const LINTER_RULES: readonly LinterRule[] = [
  {
    name: "template-datasource-rule",
    findings: ({ templating }) => {
      const sources = templating.list.filter(({ type }) => type === "datasource");
      if (sources.length === 0) return ["no data source variable"];
      return sources.flatMap(({ name, label, query }) => {
        const isOnly = sources.length === 1;
        const names = [`${query}_datasource`, ...(isOnly ? ["datasource"] : [])];
        const words = `${query?.charAt(0).toUpperCase()}${query?.slice(1)} data source`;
        const labels = [words, ...(isOnly ? ["Data source"] : [])];
        return [
          ...(names.includes(name) ? [] : [`${name} must be one of ${names.join(", ")}`]),
          ...(labels.includes(label ?? "") ? [] : [`${label} must be one of ${labels.join(", ")}`]),
        ];
      });
    },
  },
  { name: "template-job-rule", findings: (dashboard) => hasVariable(dashboard, "job") },
  { name: "template-instance-rule", findings: (dashboard) => hasVariable(dashboard, "instance") },
  {
    name: "template-label-promql-rule",
    findings: ({ templating }) =>
      templating.list.flatMap(({ name, type, definition = "" }) => {
        if (type !== "query") return [];
        const [, selector] = /^label_values\((.+),\s*\w+\)$/s.exec(definition) ?? [];
        const isRight = selector !== undefined && readPromql(filled(selector)).errors.length === 0;
        return isRight ? [] : [`${name}: ${definition}`];
      }),
  },
  {
    name: "template-on-time-change-reload-rule",
    findings: ({ templating }) =>
      templating.list
        .filter(({ type, refresh }) => type === "query" && refresh !== 2)
        .map(({ name }) => name),
  },
  {
    name: "panel-datasource-rule",
    findings: (dashboard) =>
      panelsOf(dashboard)
        .filter(({ datasource }) => datasource?.uid !== "${datasource}")
        .map(({ id }) => String(id)),
  },
  {
    name: "panel-title-description-rule",
    findings: (dashboard) =>
      panelsOf(dashboard)
        .filter(({ title, description }) => !title || !description)
        .map(({ id }) => String(id)),
  },
  {
    name: "panel-units-rule",
    findings: (dashboard) =>
      panelsOf(dashboard)
        .filter((panel) => DRAWN.includes(panel.type) && !VALID_UNITS.has(unitOf(panel)))
        .map((panel) => `${panel.id}: ${unitOf(panel)}`),
  },
  {
    name: "panel-no-targets-rule",
    findings: (dashboard) =>
      panelsOf(dashboard)
        .filter(({ type, targets = [] }) => DRAWN.includes(type) && targets.length === 0)
        .map(({ id }) => String(id)),
  },
  {
    name: "target-logql-rule",
    findings: eachTarget(({ expr }) => (isBalanced(expr) ? [] : [expr]), true),
  },
  {
    name: "target-logql-auto-rule",
    findings: eachTarget(
      ({ expr }) => rateRanges(expr).filter((range) => range !== "$__auto"),
      true,
    ),
  },
  {
    name: "target-promql-rule",
    findings: eachTarget(({ expr }) => readPromql(filled(expr)).errors.map(String)),
  },
  {
    name: "target-rate-interval-rule",
    findings: eachTarget(({ expr }) =>
      rateRanges(expr).filter((range) => range !== "$__rate_interval"),
    ),
  },
  { name: "target-job-rule", findings: eachTarget(mustMatch("job")) },
  { name: "target-instance-rule", findings: eachTarget(mustMatch("instance")) },
  {
    name: "target-counter-agg-rule",
    findings: eachTarget(({ expr }) =>
      [...expr.matchAll(/(\w*\(?)\b(\w+_total)\b(\{[^}]*\})?(\[)?/g)]
        .filter(
          ([, call, , , range]) => range === undefined || !/^(i?rate|increase)\($/.test(call ?? ""),
        )
        .map(([text]) => text),
    ),
  },
  {
    name: "uneditable-dashboard",
    findings: ({ editable }) => (editable ? ["is editable"] : []),
  },
];

/** There is no LogQL in our dashboards; a whole parser for none would be for show. */
function isBalanced(text: string): boolean {
  return text.split("(").length === text.split(")").length;
}

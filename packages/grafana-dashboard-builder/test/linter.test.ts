import t from "tap";
import { DASHBOARDS } from "../src/dashboards.ts";
import type { DashboardKey } from "../src/links.ts";
import { LINTER_RULES, type LintedDashboard } from "./linter-rules.ts";

interface Exclusion {
  readonly reason: string;
  /** @default all dashboards */
  readonly dashboards?: readonly DashboardKey[];
}

/** Rules that our dashboards break, each on purpose. As a `.lint` file beside them would say it. */
const EXCLUDED: Readonly<Record<string, Exclusion>> = {
  "template-job-rule": {
    reason:
      "a pool is identified by service, environment and pool; job is what the scrape calls it, and OTLP has none",
  },
  "template-instance-rule": {
    reason: "recorded series are summed over instances; Pool filters the row that is not",
  },
  "target-job-rule": {
    reason: "as template-job-rule; expressions.test.ts demands our matchers instead",
  },
  "target-instance-rule": { reason: "as template-instance-rule" },
  "template-datasource-rule": {
    reason:
      "links to traces need a second, hidden one for Tempo; then the rule wants prometheus_datasource for the first",
    dashboards: ["pool", "queries"],
  },
  "target-counter-agg-rule": {
    reason:
      "k6's count of user-visible errors: its first sample is the first error, and a rate loses it",
    dashboards: ["drill"],
  },
};

t.test("grafana/dashboard-linter has 17 rules, and each is here", (t) => {
  t.equal(LINTER_RULES.length, 17);
  t.equal(new Set(LINTER_RULES.map(({ name }) => name)).size, 17);
  for (const name of Object.keys(EXCLUDED)) t.ok(LINTER_RULES.some((rule) => rule.name === name));
  t.end();
});

for (const { name, findings } of LINTER_RULES) {
  t.test(`${name}: ${EXCLUDED[name]?.reason ?? "nothing is found"}`, (t) => {
    for (const { key, build } of DASHBOARDS) {
      if (isExcluded(name, key)) continue;
      t.strictSame(findings(build() as unknown as LintedDashboard), [], key);
    }
    t.end();
  });
}

t.test("an exclusion that is not needed any more is found", (t) => {
  for (const { name, findings } of LINTER_RULES) {
    for (const { key, build } of DASHBOARDS) {
      if (!isExcluded(name, key)) continue;
      t.not(findings(build() as unknown as LintedDashboard).length, 0, `${name} in ${key}`);
    }
  }
  t.end();
});

t.test("each rule finds what it is for", (t) => {
  const wrong: LintedDashboard = {
    title: "Wrong",
    editable: true,
    templating: {
      list: [
        { name: "pool", type: "query", refresh: 1, definition: "label_values(up{, pool)" },
        { name: "ds", type: "datasource", query: "prometheus" },
      ],
    },
    panels: [
      { id: 1, type: "timeseries", targets: [{ expr: "rate(errors_total[5m])" }] },
      { id: 2, type: "table", title: "No", targets: [{ expr: "sum(errors_total" }] },
      { id: 3, type: "stat", title: "None", targets: [] },
      { id: 4, type: "timeseries", title: "Raw", targets: [{ expr: "sum(errors_total)" }] },
      {
        id: 5,
        type: "logs",
        title: "Logs",
        datasource: { type: "loki", uid: "${loki}" },
        targets: [{ expr: 'rate({job="x"}[5m]' }],
      },
    ],
  };
  for (const { name, findings } of LINTER_RULES) t.not(findings(wrong).length, 0, name);
  t.end();
});

function isExcluded(rule: string, key: DashboardKey): boolean {
  const exclusion = EXCLUDED[rule];
  return exclusion !== undefined && (exclusion.dashboards?.includes(key) ?? true);
}

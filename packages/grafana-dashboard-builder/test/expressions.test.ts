import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { METRICS, type MetricDefinition, POOL_IDENTITY, prometheusLabel } from "@plimsoll/catalog";
import { VariableType } from "@grafana/grafana-foundation-sdk/dashboard";
import t from "tap";
import { dashboardQueries } from "../src/dashboard-queries.ts";
import { DASHBOARDS } from "../src/dashboards.ts";
import { LOAD_LABELS, LOAD_SERIES, RECORDED, RULE_LABELS } from "../src/recorded-series.ts";
import { substitute, variablesIn } from "../src/substitute.ts";
import { readPromql } from "./promql-reader.ts";
import { SAMPLE } from "./sample-values.ts";

const ALERT_SERIES = ["ALERTS", "ALERTS_FOR_STATE"];
const everyLabel = new Set([...METRICS.flatMap(labels), ...RULE_LABELS, "le"]);
const labelsOf = new Map<string, ReadonlySet<string>>([
  ...Object.values(RECORDED).map((name) => [name, everyLabel] as const),
  ...Object.values(LOAD_SERIES).map((name) => [name, new Set<string>(LOAD_LABELS)] as const),
  ...ALERT_SERIES.map(
    (name) => [name, new Set<string>([...RULE_LABELS, "alertname", "alertstate"])] as const,
  ),
]);

for (const { key, build, unselected } of DASHBOARDS) {
  const dashboard = build();
  const asked = dashboardQueries(dashboard);
  const queries = asked.map((query) => ({ ...query, text: substitute(query.expr, SAMPLE) }));

  t.test(`${key}: every query parses`, (t) => {
    t.ok(queries.length > 15, `${queries.length} queries`);
    for (const { key, text } of queries) t.strictSame(readPromql(text).errors, [], key);
    t.end();
  });

  t.test(`${key}: Prometheus accepts every query`, (t) => {
    const rules = queries.map(({ text }, index) => ({ record: `query:${index}`, expr: text }));
    const file = { groups: [{ name: "dashboard", rules }] };
    t.match(promtool(t.testdir({ "rules.json": JSON.stringify(file) })), `${rules.length} rules`);
    t.end();
  });

  t.test(`${key}: every series is recorded by our rules, ALERTS, or the drill's load`, (t) => {
    for (const { key, text } of queries) {
      for (const { names } of readPromql(text).selectors) {
        t.equal(names.length, 1, `${key}: a selector has one name`);
        for (const name of names) t.ok(labelsOf.has(name), `${key}: ${name}`);
      }
    }
    t.end();
  });

  t.test(`${key}: every matcher asks for a label that the series has`, (t) => {
    for (const { key, text } of queries) {
      const { selectors, groupingLabels } = readPromql(text);
      for (const { names, labels } of selectors) {
        for (const name of names) {
          for (const label of labels)
            t.ok(labelsOf.get(name)?.has(label), `${key}: ${name}{${label}}`);
        }
      }
      const known = new Set<string>([...everyLabel, ...LOAD_LABELS, "alertstate", "alertname"]);
      for (const label of groupingLabels) t.ok(known.has(label), `${key}: by ${label}`);
    }
    t.end();
  });

  t.test(`${key}: every selector of every query is narrowed by the variables`, (t) => {
    for (const { key, expr, source } of asked) {
      if (source === "variable") continue;
      t.equal(isNarrowed(expr), !unselected.has(key), `${key}: ${expr}`);
    }
    t.end();
  });

  t.test(`${key}: every variable is used, and none is used that is not there`, (t) => {
    const used = new Set(variablesIn(JSON.stringify(dashboard)));
    const defined = (dashboard.templating?.list ?? []).map((variable) => variable.name);
    t.strictSame([...used].toSorted(), defined.toSorted());
    t.end();
  });

  t.test(`${key}: each variable is narrowed by those before it, after the time range`, (t) => {
    const variables = (dashboard.templating?.list ?? []).filter(
      (variable) => variable.type === VariableType.Query,
    );
    for (const [index, { name, definition = "", refresh }] of variables.entries()) {
      t.strictSame(
        variablesIn(definition),
        variables.slice(0, index).map((before) => before.name),
        name,
      );
      t.equal(refresh, 2, name);
    }
    t.end();
  });
}

t.test("the parsers refuse what is wrong, so that the tests before can fail", (t) => {
  t.not(readPromql("sum(rate(x[5m])").errors.length, 0);
  const rules = [{ record: "wrong", expr: "rate(sum(x)[5m])" }];
  const wrong = JSON.stringify({ groups: [{ name: "wrong", rules }] });
  t.throws(() => promtool(t.testdir({ "rules.json": wrong })));
  t.strictSame(readSelectors('a{x="1"} / sum(b) + ALERTS{y="2"}'), [
    'a{x="1"}',
    "b",
    'ALERTS{y="2"}',
  ]);
  t.end();
});

function isNarrowed(text: string): boolean {
  return readSelectors(text).every((selector) => /\benvironment=~?"\$environment"/.test(selector));
}

/** The selectors of an expression, with the variables in them. */
function readSelectors(expr: string): string[] {
  // A range of "$__range" is no duration to the parser, and the variables in matchers are strings like others.
  return readPromql(expr.replaceAll(/\$__\w+/g, "1m")).selectors.map(({ text }) => text);
}

function promtool(folder: string): string {
  return execFileSync("promtool", ["check", "rules", join(folder, "rules.json")], {
    encoding: "utf8",
    stdio: "pipe",
  });
}

function labels(metric: MetricDefinition): string[] {
  return [...metric.attributes, ...POOL_IDENTITY].map(prometheusLabel);
}

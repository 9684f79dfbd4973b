import { METRICS, prometheusName } from "@plimsoll/catalog";
import t from "tap";
import { ALERTS } from "../src/alerts/alerts.ts";
import { MOST_RULES_PER_GROUP } from "../src/groups.ts";
import { selectorsOf } from "../src/promql-selectors.ts";
import { RECORDED } from "../src/recorded.ts";
import { ruleGroups } from "../src/rule-groups.ts";
import { syntaxErrors } from "./syntax-errors.ts";

const groups = ruleGroups();
const rules = groups.flatMap((group) => group.rules);
const recordedNames = Object.values(RECORDED).map((series) => series.name);

/** Every spelling of every metric in the catalogue, histograms with the suffixes of their series. */
const catalogueNames = METRICS.flatMap((metric) =>
  (["js-scrape", "otlp"] as const).flatMap((dialect) => {
    const name = prometheusName(metric, dialect);
    return metric.instrument === "histogram"
      ? [`${name}_bucket`, `${name}_count`, `${name}_sum`]
      : [name];
  }),
);

t.test("every expression parses", (t) => {
  for (const rule of rules) t.same(syntaxErrors(rule.expr), [], rule.expr);
  t.ok(syntaxErrors("sum by (a (b)").length > 0, "the check can fail");
  t.end();
});

t.test(
  "every series that a rule reads is in the catalogue, recorded before it or elsewhere",
  (t) => {
    for (const group of groups) {
      const own = new Set(group.rules.map((rule) => ("record" in rule ? rule.record : rule.alert)));
      const elsewhere = recordedNames.filter((name) => !own.has(name));
      const known = new Set([...catalogueNames, ...elsewhere, "ALERTS", "up"]);
      for (const rule of group.rules) {
        for (const { name } of selectorsOf(rule.expr))
          t.ok(known.has(name), `${name} in ${rule.expr}`);
        if ("record" in rule) known.add(rule.record);
      }
    }
    t.end();
  },
);

t.test("every recorded series and every alert stands in one group, and none is too large", (t) => {
  const recorded = rules.flatMap((rule) => ("record" in rule ? [rule.record] : []));
  t.same(recorded.toSorted(), recordedNames.toSorted());
  const alerts = rules.flatMap((rule) => ("alert" in rule ? [rule.alert] : []));
  t.same(alerts.toSorted(), ALERTS.map((alert) => alert.name).toSorted());
  for (const { name, rules: own } of groups) t.ok(own.length <= MOST_RULES_PER_GROUP, name);
  t.end();
});

t.test("alerts of a group are evaluated in the order of blame", (t) => {
  const order = ALERTS.map((alert) => alert.name);
  for (const group of groups) {
    const own = group.rules.flatMap((rule) => ("alert" in rule ? [rule.alert] : []));
    t.same(
      own,
      order.filter((name) => own.includes(name)),
    );
  }
  t.end();
});

t.test(
  "every recorded series is read by an alert or its text, or is declared for dashboards",
  (t) => {
    const texts = rules.flatMap((rule) =>
      "alert" in rule ? [rule.expr, ...Object.values(rule.annotations)] : [rule.expr],
    );
    for (const series of Object.values(RECORDED)) {
      const isRead = texts.some((text) => names(text).includes(series.name));
      t.equal(isRead, series.readBy === "alerts", `${series.name} is read by ${series.readBy}`);
    }
    t.end();
  },
);

t.test("every series that a page's text looks up is recorded", (t) => {
  for (const rule of rules) {
    if (!("alert" in rule)) continue;
    const found = Object.values(rule.annotations).flatMap(names);
    t.equal(found.length > 0, rule.labels["role"] !== "meta", rule.alert);
    for (const name of found) t.ok(recordedNames.includes(name), `${name} in ${rule.alert}`);
  }
  t.end();
});

t.test("every alert carries its labels and every annotation", (t) => {
  for (const rule of rules) {
    if (!("alert" in rule)) continue;
    t.same(Object.keys(rule.labels), ["severity", "role", "cause"]);
    t.same(Object.keys(rule.annotations), [
      "summary",
      "description",
      "evidence",
      "do_first",
      "do_not",
      "runbook_url",
      "dashboard_url",
    ]);
    t.notMatch(rule.annotations["summary"], /\{\{|\n/, "a summary has no value and one line");
  }
  t.end();
});

t.test("thresholds and addresses can be replaced", (t) => {
  const [group] = ruleGroups({
    thresholds: { leakSuspects: 5 },
    runbookBaseUrl: "https://wiki.example/runbooks",
    dashboardBaseUrl: "https://grafana.example",
  });
  const leak = group?.rules.find((rule) => "alert" in rule && rule.alert === "PlimsollPoolLeak");
  t.match(leak, {
    expr: /plimsoll:pool_leak_suspects:max >= 5/,
    annotations: {
      runbook_url: "https://wiki.example/runbooks/PlimsollPoolLeak.md",
      dashboard_url: /^https:\/\/grafana\.example\/d\//,
    },
  });
  t.equal(group?.interval, "5s");
  t.end();
});

function names(text: string): readonly string[] {
  return text.match(/plimsoll:[a-z0-9_:]+/g) ?? [];
}

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import {
  METRICS,
  type MetricDefinition,
  POOL_IDENTITY,
  POOL_METRICS,
  prometheusLabel,
  prometheusName,
  RESOURCE_ATTRIBUTE,
} from "@plimsoll/catalog";
import { VariableType } from "@grafana/grafana-foundation-sdk/dashboard";
import t from "tap";
import { dashboardQueries } from "../src/dashboard-queries.ts";
import { poolDashboard } from "../src/pool-dashboard.ts";
import { RECORDED, RULE_LABELS } from "../src/recorded-series.ts";
import { substitute, variablesIn } from "../src/substitute.ts";
import { readPromql } from "./promql-reader.ts";
import { SAMPLE } from "./sample-values.ts";

const dashboard = poolDashboard();
const queries = dashboardQueries(dashboard).map((query) => ({
  ...query,
  text: substitute(query.expr, SAMPLE),
}));
const labelsOf = new Map<string, ReadonlySet<string>>();

for (const metric of METRICS) {
  for (const name of spellings(metric)) labelsOf.set(name, new Set([...labels(metric), "le"]));
}
const everyLabel = new Set([...METRICS.flatMap(labels), ...RULE_LABELS]);
for (const name of Object.values(RECORDED)) labelsOf.set(name, everyLabel);
for (const name of ["ALERTS", "ALERTS_FOR_STATE"]) {
  labelsOf.set(name, new Set([...RULE_LABELS, "alertname", "alertstate"]));
}

t.test("every query parses", (t) => {
  t.ok(queries.length > 40, `${queries.length} queries`);
  for (const { key, text } of queries) t.strictSame(readPromql(text).errors, [], key);
  t.end();
});

t.test("the parser refuses what is wrong, so that the test before can fail", (t) => {
  t.not(readPromql("sum(rate(x[5m])").errors.length, 0);
  t.end();
});

t.test("Prometheus accepts every query", (t) => {
  const rules = queries.map(({ text }, index) => ({ record: `query:${index}`, expr: text }));
  const folder = t.testdir({
    "dashboard.json": JSON.stringify({ groups: [{ name: "dashboard", rules }] }),
    "wrong.json": JSON.stringify({
      groups: [{ name: "wrong", rules: [{ record: "wrong", expr: "rate(sum(x)[5m])" }] }],
    }),
  });
  const check = (file: string): string =>
    execFileSync("promtool", ["check", "rules", join(folder, file)], {
      encoding: "utf8",
      stdio: "pipe",
    });
  t.match(check("dashboard.json"), `${queries.length} rules found`);
  t.throws(() => check("wrong.json"));
  t.end();
});

t.test("every metric is in the catalogue, recorded by our rules, or ALERTS", (t) => {
  for (const { key, text } of queries) {
    for (const { names } of readPromql(text).selectors) {
      t.ok(names.length > 0, `${key}: a selector has a name`);
      for (const name of names) t.ok(labelsOf.has(name), `${key}: ${name}`);
    }
  }
  t.end();
});

t.test("every matcher asks for a label that the metric has", (t) => {
  for (const { key, text } of queries) {
    const { selectors, groupingLabels } = readPromql(text);
    for (const { names, labels } of selectors) {
      for (const name of names) {
        for (const label of labels)
          t.ok(labelsOf.get(name)?.has(label), `${key}: ${name}{${label}}`);
      }
    }
    const known = new Set([...everyLabel, "le", "alertstate"]);
    for (const label of groupingLabels) t.ok(known.has(label), `${key}: by ${label}`);
  }
  t.end();
});

t.test("a histogram is asked for in both dialects at once", (t) => {
  const wait = queries.flatMap(({ text }) => readPromql(text).selectors.map(({ names }) => names));
  t.ok(
    wait.some(
      (names) =>
        names.join() ===
        spellings(POOL_METRICS.waitTime)
          .filter((n) => n.endsWith("_bucket"))
          .join(),
    ),
  );
  for (const names of wait) {
    const isHistogram = names.some(
      (name) => /_(bucket|sum|count)$/.test(name) && name.includes("time"),
    );
    if (isHistogram) t.equal(names.length, 2, names.join());
  }
  t.end();
});

t.test("every rate spans Grafana's rate interval", (t) => {
  for (const { key, expr } of dashboardQueries(dashboard)) {
    const ranges = [...expr.matchAll(/\[([$\w][^\]]*)\]/g)].map((match) => match[1]);
    for (const range of ranges) t.equal(range, "$__rate_interval", key);
  }
  t.end();
});

t.test("every panel query asks for one pool, or for the service that owns it", (t) => {
  for (const { key, expr, source } of dashboardQueries(dashboard)) {
    if (source !== "variable") t.match(expr, '="$service"', key);
  }
  t.end();
});

t.test("every variable is used, and none is used that is not there", (t) => {
  const used = new Set(variablesIn(JSON.stringify(dashboard)));
  const defined = (dashboard.templating?.list ?? []).map((variable) => variable.name);
  t.strictSame([...used].toSorted(), defined.toSorted());
  t.end();
});

t.test("each variable is narrowed by those before it and follows the time range", (t) => {
  const variables = (dashboard.templating?.list ?? []).filter(
    (variable) => variable.type === VariableType.Query,
  );
  t.strictSame(
    variables.map(({ name }) => name),
    ["service", "environment", "pool", "instance"],
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

function labels(metric: MetricDefinition): string[] {
  const isPool = metric.source === "plimsoll";
  const attributes = [
    ...metric.attributes,
    ...(isPool ? POOL_IDENTITY : []),
    ...Object.values(RESOURCE_ATTRIBUTE),
  ];
  return attributes.map(prometheusLabel);
}

function spellings(metric: MetricDefinition): string[] {
  const parts = metric.instrument === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
  const dialects = [prometheusName(metric, "js-scrape"), prometheusName(metric, "otlp")];
  return dialects.flatMap((name) => parts.map((part) => name + part));
}
